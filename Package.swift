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
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    .systemLibrary(name: "CKLU", providers: [.apt(["libsuitesparse-dev"])]),
    .systemLibrary(name: "CLAPACK", providers: [.apt(["libopenblas-serial-dev", "liblapacke-dev"])]),
    .systemLibrary(name: "CClp", providers: [.apt(["coinor-libclp-dev"])]),
    .target(name: "CNumber"),
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off"])]),
    .target(name: "SupplyGraph", dependencies: ["CKLU", "CLAPACK", "CKernels"]),
    .target(name: "Inventory", dependencies: ["SupplyGraph", "CNumber"]),
    .target(
      name: "Strategy",
      dependencies: ["Inventory", "SupplyGraph", "CClp", .product(name: "Yams", package: "Yams")],
      resources: [.copy("Default")]),
    .executableTarget(
      name: "denchi",
      dependencies: [
        "Strategy", "Inventory", "SupplyGraph",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Mustache", package: "swift-mustache"),
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
    .testTarget(
      name: "DenchiTests", dependencies: ["denchi"],
      exclude: ["page.py", "report.py", "terminal.py", "all.py", "strategy.py"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
