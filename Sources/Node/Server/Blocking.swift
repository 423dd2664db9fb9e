import NIOPosix

/// Calls that block (the database) are made on threads of their own: the pool that runs handlers has one thread
/// a core.
enum Blocking {
  static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await NIOThreadPool.singleton.runIfActive(body)
  }
}
