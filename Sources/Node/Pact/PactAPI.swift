/// The PACT v3 API, as a host.
public enum PactAPI {
  public static let routes: [Route] = []
}
