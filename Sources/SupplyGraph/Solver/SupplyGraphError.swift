/// Why a chain has no answer.
public enum SupplyGraphError: Error, Equatable, Sendable {
  /// These activities form a loop that eats all it makes (or the system is singular within rounding):
  /// no amount of running supplies a demand.
  case cannotSupplyItself(activities: [Int])
  /// The numbers overflow: a result is not finite.
  case notFinite
}
