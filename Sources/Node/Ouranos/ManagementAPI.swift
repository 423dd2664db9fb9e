/// The traceability management API of the Ouranos Ecosystem.
public enum ManagementAPI {
  public static let routes: [Route] = []
}
