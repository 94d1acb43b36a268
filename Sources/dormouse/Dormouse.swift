import CDuckDB
import COnnxRuntime
import Foundation

@main
enum Dormouse {
    static func main() {
        if CommandLine.arguments.contains("x") {
            print(
                String(cString: duckdb_library_version()),
                OrtGetApiBase().pointee.GetVersionString().map { String(cString: $0) } ?? "")
        }
        print(URL(fileURLWithPath: ".").path)
    }
}
