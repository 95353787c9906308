import YAML

extension ConfigValue {
  /// What a text of YAML says: `--vars`, `--args`.
  ///
  /// - Parameter name: What the text is, for messages: `--vars`.
  public init(yaml text: String, named name: String) throws(ProjectMessage) {
    do throws(YAMLError) {
      self = ConfigValue(try YAML.parse(text, file: name))
    } catch {
      throw ProjectMessage(error)
    }
  }
}
