// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "denchi",
  platforms: [.macOS(.v14)],
  products: [
    .executable(name: "denchi", targets: ["denchi"]),
    .library(name: "SupplyGraph", targets: ["SupplyGraph"]),
    .library(name: "Inventory", targets: ["Inventory"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    .systemLibrary(name: "CKLU", providers: [.apt(["libsuitesparse-dev"])]),
    .systemLibrary(name: "CLAPACK", providers: [.apt(["libopenblas-serial-dev", "liblapacke-dev"])]),
    .target(name: "CNumber"),
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off"])]),
    .target(name: "SupplyGraph", dependencies: ["CKLU", "CLAPACK", "CKernels"]),
    .target(name: "Inventory", dependencies: ["SupplyGraph", "CNumber"]),
    .executableTarget(
      name: "denchi",
      dependencies: [
        "Inventory", "SupplyGraph",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [
        .embedInCode("Resources/page.mustache"), .embedInCode("Resources/language.mustache"),
        .embedInCode("Resources/table.mustache"), .embedInCode("Resources/page.css"),
        .embedInCode("Resources/page.js"), .embedInCode("Resources/words.json"),
      ]),
    .testTarget(
      name: "SupplyGraphTests", dependencies: ["SupplyGraph", "CKernels"],
      exclude: ["reference.py", "uncertainty.py"]),
    .testTarget(
      name: "InventoryTests", dependencies: ["Inventory", "SupplyGraph"], exclude: ["chain.py"]),
    .testTarget(
      name: "DenchiTests", dependencies: ["denchi"], exclude: ["page.py", "terminal.py", "all.py"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
