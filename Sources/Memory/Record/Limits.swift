/// What a memory may be. Limits carry their units in their names.
public enum Limits {
    public static let maximumContentBytes = 16 * 1024 * 1024
    public static let maximumNamespaceBytes = 128
    public static let maximumNameBytes = 1024
    public static let maximumTags = 64
    public static let maximumMetadataBytes = 1024 * 1024
}

extension MemoryDraft {
    /// Refuses what cannot be kept faithfully everywhere a memory may travel.
    public func validate() throws(MemoryError) {
        try Self.validate(namespace: namespace)
        if content.allSatisfy(\.isWhitespace) {
            throw MemoryError(.invalidInput, "there is nothing to remember: the content is empty")
        }
        let bytes = content.utf8.count
        if bytes > Limits.maximumContentBytes {
            throw MemoryError(
                .invalidInput,
                "the content has \(bytes) bytes; a memory holds at most "
                    + "\(Limits.maximumContentBytes). Split it, one memory a part")
        }
        try refuseNUL(content, in: "content")
        for (name, value) in [
            ("role", role), ("speaker", speaker), ("session", sessionID), ("context", context),
        ] {
            guard let value else { continue }
            try refuseNUL(value, in: name)
            let limit = name == "context" ? Limits.maximumMetadataBytes : Limits.maximumNameBytes
            if value.utf8.count > limit {
                throw MemoryError(
                    .invalidInput, "the \(name) has \(value.utf8.count) bytes; at most \(limit)")
            }
        }
        if tags.count > Limits.maximumTags {
            throw MemoryError(
                .invalidInput, "\(tags.count) tags; a memory has at most \(Limits.maximumTags)")
        }
        for tag in tags {
            try refuseNUL(tag, in: "tag")
            if tag.isEmpty || tag.utf8.count > Limits.maximumNameBytes {
                throw MemoryError(
                    .invalidInput, "a tag has 1 to \(Limits.maximumNameBytes) bytes")
            }
        }
        if let metadata, metadata.utf8.count > Limits.maximumMetadataBytes {
            throw MemoryError(
                .invalidInput,
                "the metadata has \(metadata.utf8.count) bytes; at most "
                    + "\(Limits.maximumMetadataBytes)")
        }
    }

    /// A namespace is 1 to 128 bytes without control characters.
    public static func validate(namespace: String) throws(MemoryError) {
        let hasControl = namespace.unicodeScalars.contains {
            $0.properties.generalCategory == .control
        }
        if namespace.isEmpty || namespace.utf8.count > Limits.maximumNamespaceBytes || hasControl {
            throw MemoryError(
                .invalidInput,
                "a namespace has 1 to \(Limits.maximumNamespaceBytes) bytes and no control "
                    + "characters")
        }
    }

    private func refuseNUL(_ text: String, in field: String) throws(MemoryError) {
        guard let at = text.utf8.firstIndex(of: 0) else { return }
        let offset = text.utf8.distance(from: text.startIndex, to: at)
        throw MemoryError(
            .invalidInput,
            "the \(field) has a NUL character at byte \(offset), which no SQL text can keep; "
                + "remove it")
    }
}
