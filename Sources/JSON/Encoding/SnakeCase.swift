/// `memoryID` → `memory_id`, `URLPath` → `url_path`, `p95Latency` → `p95_latency`.
func snakeCase(_ name: String) -> String {
    guard name.contains(where: \.isUppercase) else { return name }
    let letters = Array(name)
    var result = ""
    for (place, letter) in letters.enumerated() {
        guard letter.isUppercase else {
            result.append(letter)
            continue
        }
        // A word begins at a capital after a small letter or digit, and at the last capital of a
        // run that goes on in small letters.
        let previous = place > 0 ? letters[place - 1] : "_"
        let nextIsSmall = place + 1 < letters.count && letters[place + 1].isLowercase
        if previous != "_", !previous.isUppercase || nextIsSmall { result.append("_") }
        result += letter.lowercased()
    }
    return result
}
