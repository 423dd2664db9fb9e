// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "denchi",
  platforms: [.macOS(.v14)],
  products: [
    .executable(name: "denchi", targets: ["denchi"]),
    .library(name: "SupplyGraph", targets: ["SupplyGraph"]),
    .library(name: "Inventory", targets: ["Inventory"]),
    .library(name: "Strategy", targets: ["Strategy"]),
    .library(name: "Footprint", targets: ["Footprint"]),
    .library(name: "Values", targets: ["Values"]),
    .library(name: "Records", targets: ["Records"]),
    .library(name: "Exchange", targets: ["Exchange"]),
    .library(name: "Spreadsheet", targets: ["Spreadsheet"]),
    .library(name: "Node", targets: ["Node"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
  ],
  targets: [
    .systemLibrary(name: "CKLU", providers: [.apt(["libsuitesparse-dev"])]),
    .systemLibrary(name: "CLAPACK", providers: [.apt(["libopenblas-serial-dev", "liblapacke-dev"])]),
    .systemLibrary(name: "CClp", providers: [.apt(["coinor-libclp-dev"])]),
    .systemLibrary(name: "CExpat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CQRencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(name: "CXlsxWriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .target(name: "CNumber"),
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off"])]),
    .target(name: "SupplyGraph", dependencies: ["CKLU", "CLAPACK", "CKernels"]),
    .target(name: "Inventory", dependencies: ["SupplyGraph", "CNumber"]),
    .target(
      name: "Strategy",
      dependencies: ["Inventory", "SupplyGraph", "CClp", .product(name: "Yams", package: "Yams")],
      resources: [.copy("Default")]),
    .target(name: "Footprint", dependencies: ["Inventory", "SupplyGraph"]),
    .target(name: "Values"),
    .target(name: "Spreadsheet", dependencies: ["CExpat", "CXlsxWriter", "CZip"]),
    .target(
      name: "Records",
      dependencies: [
        "Values", "CPostgres",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    .target(
      name: "Exchange",
      dependencies: [
        "Values", .product(name: "HashTreeCollections", package: "swift-collections"),
      ]),
    .target(
      name: "Node",
      dependencies: [
        "Values", "CQRencode", "Exchange", "Footprint", "Inventory", "Records", "Spreadsheet", "SupplyGraph",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "HashTreeCollections", package: "swift-collections"),
        .product(name: "JWTKit", package: "jwt-kit"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
        .product(name: "X509", package: "swift-certificates"),
        .product(name: "Yams", package: "Yams"),
      ],
      resources: [
        .embedInCode("Console/Resources/en.json"),
        .embedInCode("Console/Resources/field.mustache"),
        .embedInCode("Console/Resources/form.mustache"),
        .embedInCode("Console/Resources/icon.svg"),
        .embedInCode("Console/Resources/ja.json"),
        .embedInCode("Console/Resources/layout.mustache"),
        .embedInCode("Console/Resources/script.js"),
        .embedInCode("Console/Resources/style.css"),
        .embedInCode("Console/Resources/table.mustache"),
      ]),
    .executableTarget(
      name: "denchi",
      dependencies: [
        "Node", "Records", "Spreadsheet", "Strategy", "Inventory", "SupplyGraph", "Values",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      resources: [
        .embedInCode("Resources/page.mustache"), .embedInCode("Resources/language.mustache"),
        .embedInCode("Resources/table.mustache"), .embedInCode("Resources/page.css"),
        .embedInCode("Resources/page.js"), .embedInCode("Resources/words.json"),
        .embedInCode("Resources/report.mustache"), .embedInCode("Resources/report.css"),
        .embedInCode("Resources/report.js"), .embedInCode("Resources/report.json"),
      ]),
    .testTarget(
      name: "SupplyGraphTests", dependencies: ["SupplyGraph", "CKernels"],
      exclude: ["reference.py", "uncertainty.py"]),
    .testTarget(
      name: "InventoryTests", dependencies: ["Inventory", "SupplyGraph"], exclude: ["chain.py"]),
    .testTarget(
      name: "StrategyTests", dependencies: ["Strategy", "Inventory", "SupplyGraph"],
      exclude: ["build_out.py", "linear_programmes.py", "mix_range.py"]),
    .testTarget(name: "ValuesTests", dependencies: ["Values"], exclude: ["canonical.py"]),
    .executableTarget(
      name: "records-writer", dependencies: ["Records", "Values"], path: "Tests/RecordsWriter"),
    .testTarget(
      name: "RecordsTests", dependencies: ["Records", "Values", "records-writer"], exclude: ["proofs.py"]),
    .testTarget(
      name: "FootprintTests", dependencies: ["Footprint", "Inventory", "SupplyGraph"],
      exclude: ["stages.py"]),
    .testTarget(
      name: "ExchangeTests", dependencies: ["Exchange", "Values"], exclude: ["Pact"]),
    .testTarget(
      name: "SpreadsheetTests",
      dependencies: ["CZip", "Exchange", "Node", "Records", "Spreadsheet", "Values", "denchi"],
      exclude: ["read_book.py", "write_books.py", "write_bad.py"]),
    .testTarget(
      name: "NodeTests",
      dependencies: [
        "Node", "Exchange", "Inventory", "Records", "SupplyGraph", "Values",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      exclude: ["Ouranos", "Pact", "console.py"]),
    .testTarget(
      name: "DenchiTests", dependencies: ["denchi"],
      exclude: ["page.py", "report.py", "terminal.py", "all.py", "strategy.py"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
