public import Foundation
import JSON

/// The receipts of a home, `receipts/ID.json`: written before anything is erased, so that none is
/// lost whatever happens to the process or its output.
public struct ReceiptFolder: Sendable {
    let folder: URL

    public init(_ home: Home) { folder = home.receiptFolder }

    public func file(of id: UUID) -> URL {
        folder.appending(path: id.uuidString.lowercased() + ".json")
    }

    /// - Throws: `storage` where it cannot be written.
    func write(_ receipt: ErasureReceipt) throws(MemoryError) {
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw MemoryError(
                .storage, "cannot make \(folder.path): \(error.systemReason)")
        }
        try DurableFile.write(receipt.json.text(.pretty) + "\n", to: file(of: receipt.id))
    }

    /// - Throws: `notFound` where there is none of this id; `invalidInput` where it is damaged.
    public func receipt(_ id: UUID) throws(MemoryError) -> ErasureReceipt {
        let file = file(of: id)
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw MemoryError(.notFound, "there is no receipt \(file.path)")
        }
        do { return try ErasureReceipt(json: try JSON.parse(Array(data))) } catch {
            throw MemoryError(.invalidInput, "\(file.path) is no receipt: \(error)")
        }
    }
}
