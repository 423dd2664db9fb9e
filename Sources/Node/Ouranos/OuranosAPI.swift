/// The data transaction API of the Ouranos Ecosystem, with its user authentication.
public enum OuranosAPI {
  public static let routes: [Route] = []
}
