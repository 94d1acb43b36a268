import Foundation

/// Reads a file that must be UTF-8.
enum TextFile {
    /// - Parameters:
    ///   - name: what errors about its bytes call it; nil for its path.
    ///   - followingLinks: else a symbolic link in the file's place is an error.
    static func read(_ file: URL, called name: String? = nil, followingLinks: Bool = true)
        throws(MemoryError) -> String
    {
        let data = try followingLinks ? bytes(of: file) : bytesOfFileItself(file)
        return try text(data, of: name ?? file.path)
    }

    /// The bytes of a regular file that is no link, even one put there a moment ago.
    private static func bytesOfFileItself(_ file: URL) throws(MemoryError) -> Data {
        let descriptor = open(file.path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw MemoryError(
                .invalidInput, "the file cannot be read: \(String(cString: strerror(errno)))")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do { return try handle.readToEnd() ?? Data() } catch {
            throw MemoryError(
                .invalidInput, "the file cannot be read: \(error.systemReason)")
        }
    }

    /// The bytes of a file, or of what comes out of a pipe.
    static func bytes(of file: URL) throws(MemoryError) -> Data {
        do {
            let type =
                try FileManager.default.attributesOfItem(
                    atPath: file.resolvingSymlinksInPath().path)[.type] as? FileAttributeType
            if type == .typeRegular || type == .typeDirectory {
                return try Data(contentsOf: file, options: .mappedIfSafe)
            }
            return try FileHandle(forReadingFrom: file).readToEnd() ?? Data()
        } catch {
            throw MemoryError(
                .invalidInput, "cannot read \(file.path): \(error.systemReason)")
        }
    }

    /// The text of `data`; a byte order mark is left out.
    static func text(_ data: Data, of name: String) throws(MemoryError) -> String {
        try refuseUTF16(data, of: name)
        guard let text = String(validating: data, as: UTF8.self) else {
            throw MemoryError(.invalidInput, notUTF8(data, name))
        }
        return text.hasPrefix("\u{feff}") ? String(text.dropFirst()) : text
    }

    /// Refuses UTF-16, which has zeros between its letters.
    static func refuseUTF16(_ data: Data, of name: String) throws(MemoryError) {
        guard isUTF16(data) else { return }
        throw MemoryError(
            .invalidInput,
            "\(name) is not UTF-8 but looks like UTF-16; convert it first, for example with: "
                + "iconv -f utf-16 -t utf-8")
    }

    private static func isUTF16(_ data: Data) -> Bool {
        let start = Array(data.prefix(2))
        return start == [0xff, 0xfe] || start == [0xfe, 0xff]
            || data.count > 2 && start.contains(0)
    }

    private static func notUTF8(_ data: Data, _ name: String) -> String {
        // The longest valid beginning, by halving: validity of a prefix is monotone but for the
        // up to three bytes of a character cut in the middle.
        var low = 0
        var high = data.count
        while high - low > 4 {
            let middle = (low + high) / 2
            if isValid(data, upTo: middle) { low = middle } else { high = middle }
        }
        let line = data.prefix(low).reduce(1) { $1 == 0x0a ? $0 + 1 : $0 }
        return "\(name) is not UTF-8 (near byte \(low), line \(line)); convert it first, "
            + "for example with: iconv -f latin1 -t utf-8"
    }

    private static func isValid(_ data: Data, upTo end: Int) -> Bool {
        for cut in 0...3 where end >= cut {
            if String(validating: data.prefix(end - cut), as: UTF8.self) != nil { return true }
        }
        return false
    }
}
