// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "denchi-benchmarks",
  platforms: [.macOS(.v14)],
  dependencies: [.package(name: "denchi", path: "..")],
  targets: [
    .executableTarget(name: "generate"),
    .executableTarget(
      name: "measure-pact",
      dependencies: [
        .product(name: "Exchange", package: "denchi"),
        .product(name: "Node", package: "denchi"),
        .product(name: "Records", package: "denchi"),
        .product(name: "Values", package: "denchi"),
      ]),
    .executableTarget(
      name: "measure-records",
      dependencies: [
        .product(name: "Records", package: "denchi"),
        .product(name: "Values", package: "denchi"),
      ]),
    .executableTarget(
      name: "measure",
      dependencies: [
        .product(name: "Exchange", package: "denchi"),
        .product(name: "Inventory", package: "denchi"),
        .product(name: "Strategy", package: "denchi"),
        .product(name: "SupplyGraph", package: "denchi"),
        .product(name: "Values", package: "denchi"),
      ]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
