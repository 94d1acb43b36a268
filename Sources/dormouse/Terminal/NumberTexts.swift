/// `1,234,567`
func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var result = ""
    for (place, digit) in digits.enumerated() {
        if place > 0, (digits.count - place).isMultiple(of: 3) { result.append(",") }
        result.append(digit)
    }
    return (number < 0 ? "-" : "") + result
}

/// `1 memory`, `1,234 memories`: a number with its word.
///
/// - Parameter plural: where it is not the word with an s.
func counted(_ number: Int, _ word: String, plural: String? = nil) -> String {
    grouped(number) + " " + (number == 1 ? word : plural ?? word + "s")
}

/// `12.3 MB`: decimal units, as disks are sold and file managers count.
func bytesText(_ count: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
    var value = Double(count)
    var unit = 0
    // 999.95 and more would be shown as 1000.0.
    while value.magnitude >= (unit == 0 ? 1000 : 999.95), unit < units.count - 1 {
        value /= 1000
        unit += 1
    }
    return (unit == 0 ? "\(count)" : decimal(value, places: 1)) + " " + units[unit]
}

/// `62 %`. Only what is complete is 100 %, and only nothing is 0 %.
func percent(_ fraction: Double) -> String {
    guard fraction.isFinite else { return "? %" }
    var whole = Int((max(min(fraction, 1), 0) * 100).rounded())
    if fraction < 1 { whole = min(whole, 99) }
    if fraction > 0 { whole = max(whole, 1) }
    return "\(whole) %"
}

/// A number with this many digits after the point, rounded half away from zero; `nan` and `inf` as
/// they are.
func decimal(_ number: Double, places: Int) -> String {
    guard number.isFinite, number.magnitude < 1e15 else { return "\(number)" }
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = (number.magnitude * Double(scale)).rounded()
    guard scaled < 9e18 else { return "\(number)" }
    let whole = Int(scaled) / scale
    let fraction = String(Int(scaled) % scale)
    let sign = number < 0 && scaled > 0 ? "-" : ""
    if places == 0 { return sign + "\(whole)" }
    return sign + "\(whole)." + String(repeating: "0", count: places - fraction.count) + fraction
}
