import Dispatch
import Foundation
import Node

/// What a node does about signals beside stopping gracefully, which its services do: a second signal to stop ends
/// the process at once, SIGHUP makes it read its certificate again.
final class StopSignals {
  private let sources: [any DispatchSourceSignal]

  init(node: Node) {
    let queue = DispatchQueue(label: "denchi.signals")
    // Only used on the queue.
    nonisolated(unsafe) var stops = 0
    sources = [SIGTERM, SIGINT, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if number == SIGHUP { return StopSignals.reload(node) }
        stops += 1
        if stops > 1 { _exit(128 + number) }
      }
      source.resume()
      return source
    }
  }

  func stop() { for source in sources { source.cancel() } }

  private static func reload(_ node: Node) {
    do {
      try node.certificates?.reload()
      node.logger.notice("the certificate was read again")
    } catch {
      node.logger.error("the certificate stays as it is", metadata: ["problem": "\(error)"])
    }
  }
}
