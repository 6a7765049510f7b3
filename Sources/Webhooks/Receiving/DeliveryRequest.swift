public import StageKit

/// One request as a web server hands it to a CGI program (RFC 3875), but for its body.
public struct DeliveryRequest: Sendable {
  /// The method.
  public let method: String
  /// The type of the body.
  public let contentType: String
  /// The length of the body as the server gives it.
  public let contentLength: String
  /// What proves that it comes from Postscript, or nil.
  public let signature: String?
  /// What proves that it is a flow's action, or nil.
  public let authorization: String?
  /// The query of the address.
  public let query: String

  /// Takes a request out of the environment.
  public init(_ environment: Environment) {
    let variable = environment.variable
    method = variable("REQUEST_METHOD") ?? ""
    contentType = variable("CONTENT_TYPE") ?? ""
    contentLength = variable("CONTENT_LENGTH") ?? ""
    signature = variable("HTTP_POSTSCRIPT_SIGNATURE")
    authorization = variable("HTTP_AUTHORIZATION")
    query = variable("QUERY_STRING") ?? ""
  }

  /// The type of the body without its parameters, in lower case.
  var mediaType: String {
    contentType.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
  }
}
