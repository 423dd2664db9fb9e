import Exchange
import Spreadsheet
import Values

/// Sheets that are written for people and never read.
enum WorkbookPage {
  private static let readMeName = "Read me はじめに"
  private static let requestsName = Sentence("Requests", "依頼")

  /// Whether a sheet is one of these.
  static func isOwn(_ name: String) -> Bool {
    [readMeName, "Read me", "はじめに", requestsName.english, requestsName.japanese]
      .contains { ColumnName.folded($0) == ColumnName.folded(name) }
  }

  static func readMe(isTemplate: Bool) -> SheetDraft {
    var lines = [
      Sentence(
        "This workbook holds your plants, parts, what the parts are made of, and their carbon footprints.",
        "このブックには、事業所、部品、部品構成、CFP（カーボンフットプリント）を書きます。"),
      Sentence(
        "1. Fill in the sheets from left to right. Leave a sheet empty, or delete it, where you have nothing to say.",
        "1. 左のシートから順に書きます。書くことがないシートは空のままにするか、削除してください。"),
      Sentence(
        "2. Hold the pointer over a title to see what belongs in the column. Do not rename the titles; their order does not matter.",
        "2. 見出しにマウスを置くと説明が出ます。見出しの名前は変えないでください。順序は自由です。"),
      Sentence(
        "3. A part is known by its plant, part number and sub number together.",
        "3. 部品は、事業所・部品項目・補助項目の組で区別します。"),
      Sentence(
        "4. Structure: one row for each component of a part; the rows of a part together replace what was said before.",
        "4. 部品構成：構成部品1つにつき1行。ある部品の行の全体で、前の構成を置き換えます。"),
      Sentence(
        "5. Footprints are in kg CO2e for one unit of the part. Own work is what your company emits; components is what bought parts bring, needed only where Structure cannot give it.",
        "5. CFPは部品1単位あたりのkg-CO2eです。「自社由来」は自社の排出、「部品由来」は購入部品の排出（部品構成から計算できるときは不要）です。"),
      Sentence(
        "6. Send the file: you first see what would change, and nothing is written until you agree. A part that is not listed stays as it is.",
        "6. ファイルを送ると、まず変更点が表示され、同意するまで何も書き込まれません。書かれていない部品はそのままです。"),
    ]
    if isTemplate {
      lines.append(
        Sentence(
          "The rows in grey italics are examples: overwrite or delete them. An example left as it is is refused.",
          "灰色の斜体の行は記入例です。書き換えるか削除してください。そのままでは受け付けません。"))
    }
    var draft = SheetDraft(
      name: readMeName, columns: [.init("English", width: 70), .init("日本語", width: 70)],
      rows: lines.map { [.text($0.english), .text($0.japanese)] })
    draft.isProse = true
    return draft
  }

  /// The requests a company has sent and received.
  static func requests(
    of company: Identifier, in space: DataSpace, _ language: WorkbookLanguage
  ) -> SheetDraft {
    func title(_ english: String, _ japanese: String, _ width: Double) -> SheetDraft.Column {
      .init(language.text(Sentence(english, japanese)), width: width)
    }
    func state(_ state: FootprintRequest.State) -> Sentence {
      switch state {
      case .open: Sentence("open", "有効")
      case .cancelled: Sentence("cancelled", "取消")
      case .rejected: Sentence("sent back", "差戻し")
      }
    }
    func row(_ trade: Trade, isOwn: Bool) -> [CellValue?] {
      let partner = space.operators[isOwn ? trade.upstreamOperatorID : trade.downstreamOperatorID]
      let part = (isOwn ? trade.downstreamTraceID : trade.upstreamTraceID).flatMap { space.parts[$0] }
      let request = space.requests[trade.requestID]
      let answered = trade.upstreamTraceID != nil
      let texts: [String?] = [
        language.text(isOwn ? Sentence("sent", "送信") : Sentence("received", "受信")), partner?.name, part?.name,
        part?.supportName, request?.message, request?.responseDueDate,
        request.map { language.text(state($0.state)) },
        language.text(answered ? Sentence("yes", "はい") : Sentence("no", "いいえ")), request?.replyMessage,
        trade.created.dayText,
      ]
      return texts.map { text in text.flatMap { $0.isEmpty ? nil : .text($0) } }
    }
    return SheetDraft(
      name: language.text(requestsName),
      columns: [
        title("Direction", "送受信", 12), title("Partner", "取引先", 28), title("Part no.", "部品項目", 20),
        title("Sub no.", "補助項目", 12), title("Message", "依頼文", 40), title("Due", "回答期限", 12),
        title("State", "状態", 12), title("Part linked", "部品の紐付け", 14), title("Reply", "返信", 40),
        title("Asked on", "依頼日", 12),
      ],
      rows: space.trades(buyer: company).map { row($0, isOwn: true) }
        + space.trades(supplier: company).map { row($0, isOwn: false) })
  }
}
