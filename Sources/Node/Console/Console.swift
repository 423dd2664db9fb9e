/// The pages for people.
public enum Console {
  public static let routes: [Route] = []
}
