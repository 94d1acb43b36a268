extension Encoding {
    struct NodeEncoder: Encoder {
        let node: Node
        let codingPath: [any CodingKey]
        var userInfo: [CodingUserInfoKey: Any] { [:] }

        func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
            node.beginObject()
            return KeyedEncodingContainer(KeyedContainer(node: node, codingPath: codingPath))
        }

        func unkeyedContainer() -> any UnkeyedEncodingContainer {
            node.beginArray()
            return UnkeyedContainer(node: node, codingPath: codingPath)
        }

        func singleValueContainer() -> any SingleValueEncodingContainer {
            SingleContainer(node: node, codingPath: codingPath)
        }
    }

    struct KeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let node: Node
        let codingPath: [any CodingKey]

        mutating func encodeNil(forKey key: Key) { node.append(Node(.null), key: key) }

        mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
            node.append(Node(try Encoding.json(value, at: codingPath + [key])), key: key)
        }

        mutating func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Nested> {
            child(key).container(keyedBy: type)
        }

        mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            child(key).unkeyedContainer()
        }

        mutating func superEncoder() -> any Encoder { child(PlainKey(stringValue: "super")) }

        mutating func superEncoder(forKey key: Key) -> any Encoder { child(key) }

        private func child(_ key: any CodingKey) -> NodeEncoder {
            let child = Node()
            node.append(child, key: key)
            return NodeEncoder(node: child, codingPath: codingPath + [key])
        }
    }

    struct UnkeyedContainer: UnkeyedEncodingContainer {
        let node: Node
        let codingPath: [any CodingKey]
        var count: Int { node.elementCount }

        mutating func encodeNil() { node.append(Node(.null)) }

        mutating func encode<T: Encodable>(_ value: T) throws {
            let path = codingPath + [PlainKey(intValue: count)]
            node.append(Node(try Encoding.json(value, at: path)))
        }

        mutating func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type
        ) -> KeyedEncodingContainer<Nested> {
            child().container(keyedBy: type)
        }

        mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
            child().unkeyedContainer()
        }

        mutating func superEncoder() -> any Encoder { child() }

        private func child() -> NodeEncoder {
            let child = Node()
            let path = codingPath + [PlainKey(intValue: count)]
            node.append(child)
            return NodeEncoder(node: child, codingPath: path)
        }
    }

    struct SingleContainer: SingleValueEncodingContainer {
        let node: Node
        let codingPath: [any CodingKey]

        mutating func encodeNil() { node.content = .value(.null) }
        mutating func encode(_ value: Bool) { node.content = .value(.bool(value)) }
        mutating func encode(_ value: String) { node.content = .value(.string(value)) }
        mutating func encode(_ value: Double) { node.content = .value(.double(value)) }
        /// By its own shortest text, so that 0.1 does not become 0.10000000149011612.
        mutating func encode(_ value: Float) {
            node.content = .value(.double(Double("\(value)") ?? Double(value)))
        }
        mutating func encode(_ value: Int) { node.content = .value(.int(value)) }
        mutating func encode(_ value: Int8) { encode(Int(value)) }
        mutating func encode(_ value: Int16) { encode(Int(value)) }
        mutating func encode(_ value: Int32) { encode(Int(value)) }
        mutating func encode(_ value: Int64) { encodeInteger(value) }
        mutating func encode(_ value: Int128) { encodeInteger(value) }
        mutating func encode(_ value: UInt) { encodeInteger(value) }
        mutating func encode(_ value: UInt8) { encode(Int(value)) }
        mutating func encode(_ value: UInt16) { encode(Int(value)) }
        mutating func encode(_ value: UInt32) { encodeInteger(value) }
        mutating func encode(_ value: UInt64) { encodeInteger(value) }
        mutating func encode(_ value: UInt128) { encodeInteger(value) }

        private func encodeInteger(_ value: some BinaryInteger) {
            node.content = .value(Int(exactly: value).map(JSON.int) ?? .bigNumber("\(value)"))
        }

        mutating func encode<T: Encodable>(_ value: T) throws {
            node.content = .value(try Encoding.json(value, at: codingPath))
        }
    }
}
