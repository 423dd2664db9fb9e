import HTTPTypes
import Values

/// The pages of the first run: `/setup`.
public enum SetUpPages: RouteGroup {
  /// GET shows the form, POST takes it.
  public static let routes: [Route] = [
    Route(.get, "/setup") { request, node in
      page(request, node, token: request.query["token"], SetUp.Answers(), [:])
    },
    Route(.post, "/setup", bodyLimit: 16 << 10) { request, node in try await finish(request, node) },
  ]

  private static func finish(_ request: APIRequest, _ node: Node) async throws -> APIResponse {
    let form = Query(String(decoding: request.body, as: UTF8.self))
    func field(_ name: String) -> String { (form[name] ?? "").trimmingSpaces }
    let answers = SetUp.Answers(
      company: field("company"), number: field("number"), address: field("address"),
      account: field("account"), name: field("name"), password: form["password"] ?? "",
      again: form["again"] ?? "")
    guard node.setUp.accepts(form["token"]) else { return page(request, node, token: nil, answers, [:]) }
    let problems = SetUp.problems(in: answers)
    guard problems.isEmpty else { return page(request, node, token: form["token"], answers, problems) }
    guard let user = try await node.setUp.finish(answers, token: form["token"], node: node) else {
      return page(request, node, token: nil, answers, [:])
    }
    let caller = Caller(
      kind: .user(user.userID), operatorID: user.operatorID, role: user.role, partnerID: nil)
    let cookie = try await node.sessions.open(for: caller, request)
    return .redirect(to: "/console", headers: [.setCookie: cookie])
  }

  private static func page(
    _ request: APIRequest, _ node: Node, token: String?, _ answers: SetUp.Answers,
    _ problems: [String: String]
  ) -> APIResponse {
    let words = SetUpWords(request)
    guard node.setUp.accepts(token), let token else {
      return .html(.forbidden, document(words, "<p>\(words["closed"])</p>"))
    }
    func input(_ name: String, _ value: String, type: String = "text", complete: String) -> String {
      let problem = problems[name].map {
        "<p class=\"error\" id=\"\(name)-problem\">\(words["problem.\($0)"])</p>"
      }
      let described = problem == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"\(name)-problem\""
      return """
        <div class="field"><label for="\(name)">\(words[name])</label>\(problem ?? "")
        <input id="\(name)" name="\(name)" type="\(type)" value="\(escaped(value))" required
        autocomplete="\(complete)"\(described)></div>
        """
    }
    let form = """
      <p class="lead">\(words["lead"])</p>
      <form method="post" action="/setup"><input type="hidden" name="token" value="\(escaped(token))">
      <h2>\(words["companyTitle"])</h2>
      \(input("company", answers.company, complete: "organization"))
      \(input("number", answers.number, complete: "off"))
      \(input("address", answers.address, complete: "street-address"))
      <h2>\(words["administratorTitle"])</h2>
      \(input("name", answers.name, complete: "name"))
      \(input("account", answers.account, type: "email", complete: "username"))
      \(input("password", "", type: "password", complete: "new-password"))
      \(input("again", "", type: "password", complete: "new-password"))
      <p class="actions"><button type="submit" class="main">\(words["submit"])</button></p></form>
      """
    return .html(problems.isEmpty ? .ok : .unprocessableContent, document(words, form))
  }

  private static func document(_ words: SetUpWords, _ body: String) -> String {
    Templates.layout(
      Words(Language(rawValue: words.language) ?? .en), title: words["title"], content: Markup(trusted: body),
      ["languages": [[String: Any]]()])
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }
}

/// The words of the first run, English or Japanese as the browser asks.
private struct SetUpWords {
  let language: String

  init(_ request: APIRequest) {
    let wish = request.query["language"] ?? request.headers[.acceptLanguage] ?? ""
    language = wish.lowercased().hasPrefix("ja") ? "ja" : "en"
  }

  subscript(key: String) -> String {
    (SetUpWords.all[key].map { language == "ja" ? $0.ja : $0.en }) ?? key
  }

  private static let all: [String: (en: String, ja: String)] = [
    "title": ("Set up this node", "このノードの初期設定"),
    "lead": (
      "This is done once. It makes your company and the account of its first administrator.",
      "最初に一度だけ行います。自社と、最初の管理者のアカウントを作成します。"
    ),
    "closed": (
      "This link does not hold: it was used, or the node was started again. The terminal or log of the node shows a new one as long as nobody has an account; otherwise sign in.",
      "このリンクは無効です。すでに使用されたか、ノードが再起動されました。アカウントがまだない場合は、ノードの端末またはログに新しいリンクが表示されます。ある場合はサインインしてください。"
    ),
    "companyTitle": ("Your company", "自社"), "administratorTitle": ("The administrator", "管理者"),
    "company": ("Name of the company", "会社名"),
    "number": (
      "Number partners know it by, e.g. the corporate number (up to 20 characters)",
      "取引先に知られている番号（法人番号など、20文字まで）"
    ),
    "address": ("Address", "所在地"), "name": ("Your name", "氏名"),
    "account": ("Mail address, to sign in with", "メールアドレス（サインインに使います）"),
    "password": ("Password (12 characters or more)", "パスワード（12文字以上）"),
    "again": ("The password once more", "パスワード（確認）"), "submit": ("Set up", "設定する"),
    "problem.missing": ("Please fill this in.", "入力してください。"),
    "problem.tooLong": ("This is too long.", "長すぎます。"),
    "problem.noMail": ("This is not a mail address.", "メールアドレスの形式ではありません。"),
    "problem.tooShort": ("At least 12 characters, please.", "12文字以上にしてください。"),
    "problem.common": (
      "Many people use this password: take one that others do not think of.",
      "よく使われるパスワードです。他の人が思いつかないものにしてください。"
    ),
    "problem.account": (
      "The password is too much like the account's name.", "アカウント名に似すぎています。"
    ),
    "problem.characters": ("Some of these characters cannot be used.", "使えない文字が含まれています。"),
    "problem.different": ("The two passwords are not the same.", "二つのパスワードが一致しません。"),
  ]
}
