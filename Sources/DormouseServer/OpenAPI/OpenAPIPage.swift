import JSON

/// The document as a page that asks nothing of any other host and needs no script.
struct OpenAPIPage {
    let document: JSON

    var html: String {
        var page = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Dormouse \(escaped(document["info"]?["version"]?.string ?? "")): REST</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <main>
            <h1>Dormouse: REST</h1>
            <p>Programs read the same at <code>/openapi.json</code>. Over TCP a token is needed: \
            <code>Authorization: Bearer …</code>; <code>dormouse token add</code> makes one.</p>

            """
        var groups: [String] = []
        var sections: [String: String] = [:]
        for path in document["paths"]?.object?.entries ?? [] {
            for method in path.value.object?.entries ?? [] {
                let group = method.value["tags"]?[0]?.string ?? ""
                if sections[group] == nil { groups.append(group) }
                sections[group, default: ""] += operation(method.key, path.key, method.value)
            }
        }
        for group in groups {
            page += "<h2>\(escaped(group))</h2>\n\(sections[group] ?? "")"
        }
        page += "<h2>Schemas</h2>\n"
        for schema in document["components"]?["schemas"]?.object?.entries ?? [] {
            page +=
                "<details id=\"\(escaped(schema.key))\"><summary><code>\(escaped(schema.key))</code>"
                + "</summary><pre>\(escaped(schema.value.text(.pretty)))</pre></details>\n"
        }
        return page + "</main>\n</body>\n</html>\n"
    }

    private func operation(_ method: String, _ path: String, _ operation: JSON) -> String {
        let scope = operation["security"]?[0]?["bearer"]?[0]?.string
        var text =
            "<section><h3><code>\(method.uppercased()) \(escaped(path))</code></h3>\n"
            + "<p>\(escaped(operation["summary"]?.string ?? ""))."
        if let details = operation["description"]?.string { text += " \(escaped(details))" }
        if let scope { text += " Scope: <code>\(escaped(scope))</code>." }
        text += "</p>\n"
        let parameters = operation["parameters"]?.array ?? []
        if !parameters.isEmpty {
            text += "<table><tr><th>Parameter</th><th>In</th><th>Type</th><th>Meaning</th></tr>\n"
            for parameter in parameters {
                let schema = parameter["schema"] ?? .null
                text +=
                    "<tr><td><code>\(escaped(parameter["name"]?.string ?? ""))</code></td>"
                    + "<td>\(escaped(parameter["in"]?.string ?? ""))</td>"
                    + "<td>\(escaped(schema["format"]?.string ?? schema["type"]?.string ?? ""))</td>"
                    + "<td>\(escaped(parameter["description"]?.string ?? ""))</td></tr>\n"
            }
            text += "</table>\n"
        }
        if let content = operation["requestBody"]?["content"]?.object?.entries.first {
            text += "<p>Body: \(link(content))</p>\n"
        }
        let answers = (operation["responses"]?.object?.entries ?? []).map { answer in
            let kinds = (answer.value["content"]?.object?.entries ?? []).map(link)
            return "<code>\(escaped(answer.key))</code> "
                + escaped(answer.value["description"]?.string ?? "") + " "
                + kinds.joined(separator: ", ")
        }
        return text + "<p>Answers: \(answers.joined(separator: "; "))</p></section>\n"
    }

    private func link(_ content: JSON.Object.Entry) -> String {
        let type = "<code>\(escaped(content.key))</code>"
        guard let name = content.value["schema"]?["$ref"]?.string?.split(separator: "/").last else {
            return type
        }
        return "\(type) <a href=\"#\(escaped(String(name)))\">\(escaped(String(name)))</a>"
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }

    private static let style = """
        body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1c1c1c;background:#fdfdfb}
        main{max-width:60rem;margin:0 auto;padding:1.5rem}
        section{border-top:1px solid #ddd;padding:.5rem 0}
        table{border-collapse:collapse;width:100%}
        td,th{text-align:left;padding:.25rem .5rem;border-bottom:1px solid #eee;vertical-align:top}
        pre{overflow:auto;background:#f4f4f0;padding:1rem}
        code{background:#f4f4f0;padding:0 .2em}
        @media(prefers-color-scheme:dark){body{color:#eee;background:#181818}
        pre,code{background:#262626}td,th{border-color:#333}section{border-color:#444}a{color:#9cf}}
        """
}
