/// An array of any number of dimensions, its elements in row-major order.
public struct PostgresArray: Sendable, Hashable {
    public var elementType: PostgresType
    /// The length of each dimension; none for an empty array.
    public var dimensions: [Int]
    public var elements: [PostgresValue]

    /// An array of one dimension.
    public init(_ elementType: PostgresType, _ elements: [PostgresValue]) {
        self.elementType = elementType
        self.elements = elements
        dimensions = elements.isEmpty ? [] : [elements.count]
    }

    /// The lengths of the dimensions multiply to the number of elements.
    public init?(_ elementType: PostgresType, dimensions: [Int], _ elements: [PostgresValue]) {
        guard dimensions.isEmpty ? elements.isEmpty : dimensions.reduce(1, *) == elements.count
        else { return nil }
        self.elementType = elementType
        self.dimensions = dimensions
        self.elements = elements
    }
}
