/// The texts of the page. `{name}` stands for a value.
enum PageWords {
  /// The text of a key with its values put in.
  static func text(_ key: String, _ language: PageLanguage, _ values: [String: String] = [:]) -> String {
    guard let entry = all[key] else { return key }
    var text = language == .ja ? entry.ja : entry.en
    for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
    return text.replacing(" %", with: "\u{A0}%")
  }

  static let language = Bilingual(en: "English", ja: "日本語")

  static let all: [String: Bilingual] = [
    "title": Bilingual(
      en: "The footprint of a battery, from mine to pack", ja: "電池のフットプリント ― 鉱山からパックまで"),
    "lede": Bilingual(
      en: """
        {packs} products, {unit} of each, cradle to gate: computed from an inventory of {activities} activities and \
        {exchanges} exchanges, every figure traceable to its source.
        """,
      ja: """
        {packs}製品、各{unit}あたり、原料採取から出荷まで。{activities}の活動と{exchanges}の投入からなるインベントリで計算し、\
        どの数値も出典までたどれます。
        """),
    "lowest": Bilingual(en: "lowest: {pack}", ja: "最小：{pack}"),
    "highest": Bilingual(en: "highest: {pack}", ja: "最大：{pack}"),
    "notCounted": Bilingual(
      en: "not counted, {pack}: inputs and waste without an open inventory",
      ja: "未算定（{pack}）：公開インベントリのない投入物と廃棄物"),
    "bound": Bilingual(en: "largest numerical error of any result, relative", ja: "全結果の数値誤差の上限（相対）"),
    "noLibraries": Bilingual(
      en: "The pictures need Debian's package node-d3, which was not installed when this page was made. All tables are here. Install it and run the command again:",
      ja: "図の描画にはDebianのパッケージnode-d3が必要ですが、このページの作成時に見つかりませんでした。表はすべて掲載しています。導入して再実行してください："),
    "packsTitle": Bilingual(en: "{indicator}, by product", ja: "製品ごとの{indicator}"),
    "packsText": Bilingual(
      en: "Each bar is {unit}. The thin line is the range that holds 95 % of the samples.",
      ja: "棒1本が{unit}あたりの値です。細い線は標本の95%が入る範囲です。"),
    "packsTextPlain": Bilingual(en: "Each bar is {unit}.", ja: "棒1本が{unit}あたりの値です。"),
    "packsCaption": Bilingual(
      en: """
        In {indicatorUnit} per {unit}. By production step: what each maker emits and everything bought for that step, up to \
        the mine. By life-cycle stage: where the emission itself happens, by the stage that the chain gives to each activity.
        """,
      ja: """
        単位は{indicatorUnit}（{unit}あたり）。「製造工程別」は各工程自身の排出と、その工程のために購入したものすべて（鉱山まで）。\
        「ライフサイクル段階別」は、排出が起きる活動にチェーンが付けた段階による区分です。
        """),
    "packsCaptionStages": Bilingual(
      en: "In {indicatorUnit} per {unit}, by the life-cycle stage that the chain gives to each activity.",
      ja: "単位は{indicatorUnit}（{unit}あたり）。チェーンが各活動に付けたライフサイクル段階による区分です。"),
    "breakdown": Bilingual(en: "Broken down", ja: "内訳"),
    "byStep": Bilingual(en: "By production step", ja: "製造工程別"),
    "byStage": Bilingual(en: "By life-cycle stage", ja: "ライフサイクル段階別"),
    "seeTable": Bilingual(en: "The table below holds the same figures.", ja: "同じ数値を下の表に示します。"),
    "table": Bilingual(en: "Table: {caption}", ja: "表：{caption}"),
    "csv": Bilingual(en: "Download as CSV", ja: "CSVをダウンロード"),
    "samplesCSV": Bilingual(en: "Download all samples as CSV", ja: "全標本をCSVでダウンロード"),
    "cutoffTitle": Bilingual(en: "What is not counted", ja: "算定していないもの"),
    "cutoffText": Bilingual(
      en: "Some inputs and wastes have no inventory that may be used openly. They stay in the chain and are weighed, but have no emissions: every result is too low by their part. For {pack}, per {unit}: {cutoffs}.",
      ja: "公開利用できるインベントリのない投入物と廃棄物があります。質量はチェーンに残して数えますが、排出量は含まれません。すべての結果はその分だけ過小です。{pack}（{unit}あたり）：{cutoffs}。"),
    "noCutoff": Bilingual(
      en: "This chain has no indicator that counts what was cut off (cutoff_…), so what may be missing is not known.",
      ja: "このチェーンには切り捨て量を数える指標（cutoff_…）がないため、不足分は不明です。"),
    "treeTitle": Bilingual(en: "Where it comes from: {pack}", ja: "どこから来るか：{pack}"),
    "treeText": Bilingual(
      en: "The supplier tree behind {value} {indicatorUnit}, followed upstream as far as {cut} of the total.",
      ja: "{value} {indicatorUnit}の背後にあるサプライヤーの木を、全体の{cut}になるまで上流へたどったものです。"),
    "treeCaption": Bilingual(
      en: "The size of a box is everything that goes into it, from the mine on. Numbers are those of the table. A step that only passes its product on is drawn with its user.",
      ja: "箱の大きさは、鉱山からそこまでの合計です。番号は表と対応しています。製品をそのまま渡すだけの工程は、受け手とまとめて描いています。"),
    "own": Bilingual(en: "own emissions", ja: "自らの排出"),
    "rest": Bilingual(en: "smaller suppliers", ja: "小さなサプライヤー"),
    "topTitle": Bilingual(en: "Which activities emit: {pack}", ja: "排出する活動：{pack}"),
    "topText": Bilingual(
      en: "The largest {count}, {share} of the total together. By substance, in {indicatorUnit}: {emissions}.",
      ja: "上位{count}件、合計で全体の{share}です。物質別（{indicatorUnit}）：{emissions}。"),
    "spreadTitle": Bilingual(en: "How sure the figures are", ja: "数値の確かさ"),
    "spreadText": Bilingual(
      en: """
        {samples} samples over every distribution in the inventory: {uncertain} of {rows} rows have one. The others are taken as exact, so \
        the real uncertainty is larger than what is shown.
        """,
      ja: """
        インベントリにある確率分布すべてから{samples}回の標本を取りました。分布があるのは{rows}行のうち{uncertain}行です。\
        残りは確定値として扱うため、実際の不確かさはここに示すより大きくなります。
        """),
    "spreadCaption": Bilingual(
      en: "How often each result occurred. Vertical line: median; bracket: 95 % of the samples.",
      ja: "各結果が現れた頻度。縦線は中央値、括弧は標本の95%の範囲です。"),
    "failed": Bilingual(
      en: " {failed} samples had no solution and are left out.", ja: " {failed}個の標本には解がなく、除外しました。"),
    "pairsTitle": Bilingual(en: "Which is lower, in the same samples", ja: "同じ標本での比較"),
    "pairsText": Bilingual(
      en: "Share of the samples in which the product of the row is below the product of the column. Both are computed from the same draws, so what they have in common cannot blur the answer.",
      ja: "行の製品が列の製品を下回る標本の割合。両者は同じ乱数から計算するので、共通の要因は比較に影響しません。"),
    "driversTitle": Bilingual(en: "What makes the spread: {pack}", ja: "ばらつきの要因：{pack}"),
    "driversText": Bilingual(
      en: "Uncertain rows by their contribution to the variance. Better data pay off here first.",
      ja: "不確かな行を分散への寄与順に示します。データの改善はここから効果が出ます。"),
    "allTitle": Bilingual(en: "Every indicator, every product", ja: "全指標・全製品"),
    "allText": Bilingual(
      en: "One graph, one solve: metals, electricity and what is cut off come from the same system as the climate figure.",
      ja: "一つのグラフを一度解くだけで、金属も電力も切り捨て量も、気候の数値と同じ系から求まります。"),
    "howTitle": Bilingual(en: "How it was computed", ja: "計算方法"),
    "howScope": Bilingual(en: "Scope", ja: "範囲"),
    "howScopeText": Bilingual(
      en: "Cradle to gate, per {unit}; no use phase, no end of life. Not a declaration under any regulation.",
      ja: "原料採取から出荷まで、{unit}あたり。使用段階と廃棄段階は含みません。いかなる規則に基づく宣言でもありません。"),
    "howScopeTextPlain": Bilingual(
      en: "What the chain contains, per {unit}. Not a declaration under any regulation.",
      ja: "チェーンに含まれる範囲、{unit}あたり。いかなる規則に基づく宣言でもありません。"),
    "howSolver": Bilingual(en: "Solver", ja: "解法"),
    "howSolverText": Bilingual(
      en: "{method}; no result is further than {bound} (relative) from the exact solution of these data, {proof}.",
      ja: "{method}。このデータの厳密解からの相対誤差は、どの結果も{bound}以下です（{proof}）。"),
    "proven": Bilingual(en: "proven", ja: "証明済み"),
    "estimated": Bilingual(en: "an estimate", ja: "推定"),
    "howSamples": Bilingual(en: "Samples", ja: "標本"),
    "howSamplesText": Bilingual(
      en: "Monte Carlo, {samples} samples, seed {seed}; the same seed gives the same samples for every product.",
      ja: "モンテカルロ法、{samples}標本、シード{seed}。同じシードなら、どの製品にも同じ標本を使います。"),
    "howTime": Bilingual(en: "Time", ja: "計算時間"),
    "howTimeText": Bilingual(en: "{seconds} s for all of this page.", ja: "このページ全体で{seconds}秒。"),
    "howAgain": Bilingual(en: "Once more", ja: "再現"),
    "weaknessTitle": Bilingual(en: "Known weaknesses of these data", ja: "このデータの既知の弱点"),
    "sourcesTitle": Bilingual(en: "Sources and licences", ja: "出典とライセンス"),
    "sourcesText": Bilingual(
      en: "Every row of the chain names its source. The pictures are drawn by D3 5 and d3-sankey (Mike Bostock, BSD-3-Clause).",
      ja: "チェーンのすべての行に出典があります。図はD3 5とd3-sankey（Mike Bostock、BSD-3-Clause）で描いています。"),
    "footer": Bilingual(
      en: "Made by Denchi {version} on {date} (UTC). This file holds everything it needs and loads nothing.",
      ja: "Denchi {version}が{date}（UTC）に作成。このファイルだけで完結し、外部から何も読み込みません。"),

    "product": Bilingual(en: "Product", ja: "製品"),
    "madeIn": Bilingual(en: "Made in", ja: "製造地"),
    "total": Bilingual(en: "Total", ja: "合計"),
    "interval": Bilingual(en: "95 % of samples", ja: "標本の95%"),
    "indicator": Bilingual(en: "Indicator", ja: "指標"),
    "number": Bilingual(en: "No.", ja: "番号"),
    "supplier": Bilingual(en: "Supplier", ja: "サプライヤー"),
    "activity": Bilingual(en: "Activity", ja: "活動"),
    "share": Bilingual(en: "Share", ja: "割合"),
    "goesTo": Bilingual(en: "Goes to", ja: "供給先"),
    "stage": Bilingual(en: "Stage", ja: "段階"),
    "sourceColumn": Bilingual(en: "Source", ja: "出典"),
    "mean": Bilingual(en: "Mean", ja: "平均"),
    "median": Bilingual(en: "Median", ja: "中央値"),
    "sd": Bilingual(en: "Standard deviation", ja: "標準偏差"),
    "input": Bilingual(en: "Uncertain row", ja: "不確かな行"),
    "variance": Bilingual(en: "Share of variance", ja: "分散への寄与"),
    "licence": Bilingual(en: "Licence", ja: "ライセンス"),
    "activities": Bilingual(en: "Activities", ja: "活動数"),

    "raw_material_acquisition": Bilingual(en: "Raw material acquisition", ja: "原材料調達"),
    "main_production": Bilingual(en: "Main production", ja: "主要生産"),
    "distribution": Bilingual(en: "Distribution", ja: "流通"),
    "use": Bilingual(en: "Use", ja: "使用"),
    "end_of_life": Bilingual(en: "End of life", ja: "使用後・リサイクル"),
    "unassigned": Bilingual(en: "No stage given", ja: "段階なし"),

    "cathode": Bilingual(en: "Cathode", ja: "正極"),
    "anode": Bilingual(en: "Anode", ja: "負極"),
    "electrolyte": Bilingual(en: "Electrolyte", ja: "電解液"),
    "cell": Bilingual(en: "Cell", ja: "セル"),
    "pack": Bilingual(en: "Pack", ja: "パック"),
    "delivery": Bilingual(en: "Delivery", ja: "輸送"),
    "other_step": Bilingual(en: "Other", ja: "その他"),
  ]

  /// What the published chain is known to lack, from its own documentation.
  static let weaknesses: [Bilingual] = [
    Bilingual(
      en: "Cut off, so results are low: MnSO4, LiPF6, PVDF, NMP, CMC, HF, HNO3, sulfur, pitch, metal rolling and extrusion, tailings, factories, explosives.",
      ja: "切り捨てのため過小：MnSO4、LiPF6、PVDF、NMP、CMC、HF、HNO3、硫黄、ピッチ、金属の圧延・押出、尾鉱、工場建設、爆薬。"),
    Bilingual(
      en: "Stand-ins: copper, brass and tin take the factor of average metals; electronics that of IT equipment; ethylene and dimethyl carbonate are lower bounds by stoichiometry; MgO and carbon black count process CO2 only.",
      ja: "代用値：銅・黄銅・錫は金属平均、電子部品はIT機器の係数。炭酸エチレンと炭酸ジメチルは化学量論による下限。MgOとカーボンブラックは工程CO2のみ。"),
    Bilingual(
      en: "Published factors differ widely for NaOH (0.36 to 2.11 kg CO2e/kg; 1.05 used); that for HCl (2.05) is high.",
      ja: "NaOHの公表係数は幅が大きい（0.36～2.11 kg CO2e/kg、採用値1.05）。HCl（2.05）は高め。"),
    Bilingual(
      en: "Pack recipes were published for NMC532, NMC622 and LFP only; NMC111, NMC811 and NCA use that of NMC622 with their own cell.",
      ja: "パック構成の公表はNMC532、NMC622、LFPのみ。NMC111、NMC811、NCAは自身のセルにNMC622のパック構成を使用。"),
    Bilingual(
      en: "Only electricity for electrodes, electrolyte, cell and pack follows the country; active materials keep the electricity of their inventory (mostly China and world).",
      ja: "国別電力を使うのは電極・電解液・セル・パックのみ。活物質はインベントリの電力（主に中国と世界平均）のままです。"),
    Bilingual(
      en: "Lithium in NMC811 and NCA is about a third below stoichiometry, because the published inventories mix the monohydrate and anhydrous hydroxide. Kept as published.",
      ja: "NMC811とNCAのリチウムは化学量論より約3分の1少ない（公表インベントリが水酸化リチウムの一水和物と無水物を混用）。公表値のままです。"),
    Bilingual(
      en: "No open, complete recycling inventory was found: recycling and its credits are not in the chain.",
      ja: "公開された完全なリサイクルのインベントリは見つからず、リサイクルとその控除は含まれていません。"),
  ]
}
