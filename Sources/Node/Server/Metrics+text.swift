import Foundation

extension Metrics {
  /// Everything in the text format of Prometheus, version 0.0.4.
  package var text: String {
    var lines: [String] = []
    func head(_ name: String, _ type: String, _ help: String) {
      lines += ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"]
    }
    func counter(_ name: String, _ help: String, _ value: Int) {
      head(name, "counter", help)
      lines.append("\(name) \(value)")
    }
    func histogram(_ name: String, _ labels: String, _ values: Histogram) {
      let (cumulative, count, sum) = values.current
      let comma = labels.isEmpty ? "" : ","
      for (limit, below) in zip(values.limits, cumulative) {
        lines.append("\(name)_bucket{\(labels)\(comma)le=\"\(Metrics.number(limit))\"} \(below)")
      }
      lines.append("\(name)_bucket{\(labels)\(comma)le=\"+Inf\"} \(count)")
      let own = labels.isEmpty ? "" : "{\(labels)}"
      lines += ["\(name)_sum\(own) \(Metrics.number(sum))", "\(name)_count\(own) \(count)"]
    }

    let used = allEndpoints.filter { !$0.current.isEmpty }
    head("denchi_http_requests_total", "counter", "Requests answered, by path template.")
    for endpoint in used {
      for (method, status, count) in endpoint.current {
        let code = status == 0 ? "other" : String(status)
        lines.append(
          "denchi_http_requests_total{method=\"\(method)\",route=\"\(Metrics.escaped(endpoint.pattern))\","
            + "status=\"\(code)\"} \(count)")
      }
    }
    head("denchi_http_request_seconds", "histogram", "Time to answer, by path template.")
    for endpoint in used {
      histogram(
        "denchi_http_request_seconds", "route=\"\(Metrics.escaped(endpoint.pattern))\"", endpoint.seconds)
    }
    head("denchi_http_requests_open", "gauge", "Requests being answered.")
    lines.append("denchi_http_requests_open \(openRequests.load(ordering: .relaxed))")
    counter(
      "denchi_http_refused_total", "Requests refused because there were too many.", tooManyRequests.current)
    counter("denchi_faults_total", "Requests that ended in a fault of the node.", faults.current)
    counter(
      "denchi_sign_in_failures_total", "Wrong passwords, keys, secrets and tokens.", signInFailures.current)
    counter("denchi_reads_noted_total", "Reads of other companies' data noted.", readsNoted.current)
    counter("denchi_commits_total", "Durable commits seen.", commits.current)
    head("denchi_commit_records", "histogram", "Records in a commit.")
    histogram("denchi_commit_records", "", batchSizes)
    for gauge in allGauges {
      head(gauge.name, "gauge", gauge.help)
      lines.append("\(gauge.name) \(Metrics.number(gauge.value()))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func number(_ value: Double) -> String {
    if let whole = Int(exactly: value) { return String(whole) }
    return value.isNaN ? "NaN" : value.isInfinite ? (value > 0 ? "+Inf" : "-Inf") : String(value)
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  /// The memory this process holds, in bytes; NaN where the system does not say.
  static func residentMemory() -> Double {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
      let pages = text.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
    else { return .nan }
    return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
  }
}
