import Foundation

/// What is known of a chain before anyone solves it.
struct Properties {
  /// Members of the largest strongly connected part.
  var largestComponent = 0
  /// Strongly connected parts with more than one member.
  var loops = 0
}

extension Chain {
  /// Strongly connected parts by Tarjan's algorithm, without recursion.
  func properties() -> Properties {
    var result = Properties()
    let n = count
    var order = [Int32](repeating: -1, count: n)
    var low = [Int32](repeating: 0, count: n)
    var onStack = [Bool](repeating: false, count: n)
    var cursor = Array(start.prefix(n))
    var stack: [Int32] = []
    var path: [Int32] = []
    var visited: Int32 = 0
    for root in 0..<n where order[root] < 0 {
      path.append(Int32(root))
      while let top = path.last {
        let j = Int(top)
        if order[j] < 0 {
          order[j] = visited
          low[j] = visited
          visited += 1
          stack.append(top)
          onStack[j] = true
        }
        if cursor[j] < start[j + 1] {
          let i = Int(inputs[Int(cursor[j])])
          cursor[j] += 1
          if order[i] < 0 {
            path.append(Int32(i))
          } else if onStack[i] {
            low[j] = min(low[j], order[i])
          }
          continue
        }
        path.removeLast()
        if let parent = path.last { low[Int(parent)] = min(low[Int(parent)], low[j]) }
        guard low[j] == order[j] else { continue }
        var size = 0
        while let member = stack.popLast() {
          onStack[Int(member)] = false
          size += 1
          if member == top { break }
        }
        if size > 1 { result.loops += 1 }
        result.largestComponent = max(result.largestComponent, size)
      }
    }
    return result
  }

  /// Growth of the vector per application of A (or |A|), by power iteration: the spectral radius where A >= 0.
  func growth(absolute: Bool, steps: Int = 1000) -> Double {
    let n = count
    let values = absolute ? amounts.map(abs) : amounts
    var x = [Double](repeating: 1, count: n)
    var logs: [Double] = []
    for _ in 0..<steps {
      var y = [Double](repeating: 0, count: n)
      for j in 0..<n {
        var sum = 0.0
        for k in Int(start[j])..<Int(start[j + 1]) { sum += values[k] * x[Int(inputs[k])] }
        y[j] = sum
      }
      let norm = y.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > 0 else { return 0 }
      for j in 0..<n { x[j] = y[j] / norm }
      logs.append(norm)
      let last = logs.suffix(3)
      if absolute, logs.count > 3, let low = last.min(), let high = last.max(), high - low < 1e-9 * high {
        break
      }
    }
    // A dominant pair of complex eigenvalues turns the vector: the geometric mean of the last steps.
    let tail = absolute ? logs.suffix(1) : logs.suffix(500)
    return tail.reduce(1) { $0 * pow($1, 1 / Double(tail.count)) }
  }
}
