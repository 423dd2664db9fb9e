/// The pieces that pages are made of.
extension Visit {
  func text(_ text: String) -> Markup { Markup(trusted: "<p>") + Markup(text) + Markup(trusted: "</p>") }

  func heading(_ text: String, id: String? = nil) -> Markup {
    let id = id.map { #" id="\#(Markup.escaped($0))""# } ?? ""
    return Markup(trusted: "<h2\(id)>") + Markup(text) + Markup(trusted: "</h2>")
  }

  func paragraph(_ content: Markup) -> Markup { Markup(trusted: "<p>") + content + Markup(trusted: "</p>") }

  enum NoticeKind: String { case good, warn, bad, info }

  /// Something to know before reading on.
  func notice(_ kind: NoticeKind, _ title: String, _ content: Markup = .empty) -> Markup {
    Markup(trusted: #"<div class="notice \#(kind.rawValue)" role="note"><p><strong>"#) + Markup(title)
      + Markup(trusted: "</strong></p>") + content + Markup(trusted: "</div>")
  }

  /// What stands where there is nothing yet: what it would be, and what to do next.
  func empty(_ text: String, action: (String, String)? = nil) -> Markup {
    let button = action.map { self.button($0.0, $0.1) } ?? Markup.empty
    return Markup(trusted: #"<div class="empty">"#) + self.text(text) + button + Markup(trusted: "</div>")
  }

  /// A link that looks like a button.
  func button(_ label: String, _ href: String, _ style: String = "") -> Markup {
    Markup(
      trusted: #"<a class="button \#(style)" href="\#(Markup.escaped(href))">\#(Markup.escaped(label))</a>"#)
  }

  func buttons(_ items: [Markup]) -> Markup {
    items.isEmpty
      ? .empty
      : Markup(trusted: #"<p class="actions">"#) + Markup(trusted: items.map(\.html).joined(separator: " "))
        + Markup(trusted: "</p>")
  }

  /// Figures with what they are.
  func facts(_ items: [(value: String, unit: String, label: String, href: String?)]) -> Markup {
    let list = items.map { item in
      let value =
        Markup(trusted: "<b>") + Markup(item.value) + Markup(trusted: "</b> ") + Markup(item.unit)
        + .lineBreak
      let label = item.href.map { Markup.link(item.label, $0) } ?? Markup(item.label)
      return Markup(trusted: "<li>") + value + label + Markup(trusted: "</li>")
    }
    return Markup(trusted: #"<ul class="facts">"#) + list.joined + Markup(trusted: "</ul>")
  }

  func definitions(_ items: [(term: String, content: Markup)]) -> Markup {
    let list = items.map { item in
      Markup(trusted: "<div><dt>") + Markup(item.term) + Markup(trusted: "</dt><dd>") + item.content
        + Markup(trusted: "</dd></div>")
    }
    return Markup(trusted: #"<dl class="what">"#) + list.joined + Markup(trusted: "</dl>")
  }

  func list(_ items: [Markup], style: String = "plain") -> Markup {
    Markup(trusted: #"<ul class="\#(style)">"#)
      + items.map { Markup(trusted: "<li>") + $0 + Markup(trusted: "</li>") }.joined
      + Markup(trusted: "</ul>")
  }

  func details(_ summary: String, _ content: Markup, open: Bool = false) -> Markup {
    Markup(trusted: "<details\(open ? " open" : "")><summary>") + Markup(summary)
      + Markup(trusted: "</summary>") + content + Markup(trusted: "</details>")
  }

  func card(_ content: Markup) -> Markup {
    Markup(trusted: #"<section class="card">"#) + content + Markup(trusted: "</section>")
  }

  /// A text as it is, such as JSON.
  func source(_ text: String, label: String) -> Markup {
    Markup(trusted: #"<pre tabindex="0" role="region" aria-label="\#(Markup.escaped(label))"><code>"#)
      + Markup(text) + Markup(trusted: "</code></pre>")
  }

  struct Column {
    var title: String
    var number = false

    init(_ title: String, number: Bool = false) {
      self.title = title
      self.number = number
    }
  }

  /// A table; the first cell of a row is its head.
  func table(_ caption: String, _ columns: [Column], _ rows: [[Markup]], hideCaption: Bool = true) -> Markup {
    Templates.render(
      "table",
      [
        "caption": caption, "hideCaption": hideCaption, "style": "stacks",
        "columns": columns.map { ["title": $0.title, "number": $0.number] as [String: Any] },
        "rows": rows.map { row in
          [
            "cells": zip(columns, row).enumerated().map { index, cell in
              [
                "head": index == 0, "label": cell.0.title, "number": cell.0.number, "markup": cell.1.html,
              ] as [String: Any]
            }
          ] as [String: Any]
        },
      ])
  }

  /// A form.
  struct Shape {
    var action: String
    var fields: [Field]
    var submit: String
    var hidden: [(name: String, value: String)] = []
    var method = "post"
    var danger = false
    /// A second way to send it: the button's label and name.
    var second: (label: String, name: String)?
    var cancel: String?
    var style = ""
    var label: String?
    /// Stands between the fields and the button.
    var closing: Markup = .empty

    init(_ action: String, _ fields: [Field], submit: String) {
      self.action = action
      self.fields = fields
      self.submit = submit
    }

    func with(_ change: (inout Shape) -> Void) -> Shape {
      var copy = self
      change(&copy)
      return copy
    }
  }

  /// A form with what was sent and what was wrong with it.
  func form(_ shape: Shape, _ errors: FormErrors = FormErrors()) -> Markup {
    var usesParts = false
    let fields = shape.fields.map { field -> Markup in
      if case .file = field.kind { usesParts = true }
      return Templates.render(
        "field",
        field.model(
          sent: form.sent && shape.method == "post" ? form.all(field.name) : nil, error: errors[field.name],
          optionalWord: t("optional")))
    }
    let targets = Dictionary(shape.fields.map { ($0.name, $0.target) }, uniquingKeysWith: { a, _ in a })
    var hidden = shape.hidden
    if shape.method == "post", let session { hidden.append(("csrf", session.csrf)) }
    return Templates.render(
      "form",
      [
        "action": shape.action, "method": shape.method, "multipart": usesParts, "style": shape.style,
        "label": shape.label ?? false,
        "hasErrors": !errors.isEmpty, "problemsTitle": t("problems"),
        "errors": errors.items.map {
          ["message": $0.message, "target": $0.field.flatMap { targets[$0] } ?? false] as [String: Any]
        },
        "hidden": hidden.map { ["name": $0.name, "value": $0.value] },
        "fields": fields.joined.html + shape.closing.html, "submit": shape.submit,
        "buttonName": false, "buttonStyle": shape.danger ? "danger" : "main",
        "second": shape.second?.label ?? false, "secondName": shape.second?.name ?? "",
        "cancel": shape.cancel ?? false, "cancelLabel": t("cancel"),
      ])
  }

  /// A form that is but a button.
  func act(
    _ label: String, _ action: String, danger: Bool = false, hidden: [(name: String, value: String)] = []
  )
    -> Markup
  {
    form(
      Shape(action, [], submit: label).with {
        $0.danger = danger
        $0.hidden = hidden
        $0.style = "inline"
      })
  }
}
