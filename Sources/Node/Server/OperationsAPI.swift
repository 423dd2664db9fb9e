/// The paths operators of a node watch: /health, /ready, /metrics.
public enum OperationsAPI {
  public static let routes: [Route] = []
}
