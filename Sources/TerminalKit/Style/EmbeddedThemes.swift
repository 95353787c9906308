/// The project's own schemes, so that the binary needs no folder beside it. The same texts stand in `themes/`, where
/// they can be copied from; a test holds both equal.
package enum EmbeddedThemes {
  /// File name without its ending, and the file's text, in the order in which they are offered.
  package static let files: [(name: String, yaml: String)] = [
    (
      "sluice-dark",
      """
      system: "base16"
      name: "Sluice Dark"
      author: "Sluice"
      variant: "dark"
      palette:
        base00: "16191d"
        base01: "1e2329"
        base02: "2b3640"
        base03: "7a8794"
        base04: "97a3af"
        base05: "c9d1d9"
        base06: "e6edf3"
        base07: "f6f9fb"
        base08: "f0626b"
        base09: "e09355"
        base0A: "e3b341"
        base0B: "5fbf77"
        base0C: "4fb8c4"
        base0D: "5b9df5"
        base0E: "b58cf0"
        base0F: "a87860"

      """
    ),
    (
      "sluice-light",
      """
      system: "base16"
      name: "Sluice Light"
      author: "Sluice"
      variant: "light"
      palette:
        base00: "fbfaf7"
        base01: "f0eee8"
        base02: "d9e2ec"
        base03: "6a7079"
        base04: "565c66"
        base05: "2b3038"
        base06: "15181d"
        base07: "000000"
        base08: "c0262d"
        base09: "b8571a"
        base0A: "8f6500"
        base0B: "23803c"
        base0C: "0b7b86"
        base0D: "1f5fc4"
        base0E: "7a3ec0"
        base0F: "7d4a34"

      """
    ),
    (
      "harbour",
      """
      system: "base16"
      name: "Harbour"
      author: "Sluice"
      variant: "dark"
      palette:
        base00: "0f1c2e"
        base01: "16263c"
        base02: "213a5a"
        base03: "6b8cab"
        base04: "86a3bd"
        base05: "c5d6e6"
        base06: "e2edf6"
        base07: "f4f9fd"
        base08: "ef7a85"
        base09: "e8a06c"
        base0A: "ebc975"
        base0B: "7fd1a0"
        base0C: "66cbd9"
        base0D: "74aef7"
        base0E: "b9a1f2"
        base0F: "b08968"

      """
    ),
    (
      "ember",
      """
      system: "base16"
      name: "Ember"
      author: "Sluice"
      variant: "dark"
      palette:
        base00: "1c1613"
        base01: "261e1a"
        base02: "3d2f27"
        base03: "937d6d"
        base04: "a8927f"
        base05: "dccbb9"
        base06: "efe3d6"
        base07: "faf4ec"
        base08: "f2705f"
        base09: "ec9a4f"
        base0A: "e8c15a"
        base0B: "9fbf5b"
        base0C: "72bfa8"
        base0D: "7fb0d8"
        base0E: "d291b8"
        base0F: "b57d56"

      """
    ),
    (
      "paper",
      """
      system: "base16"
      name: "Paper"
      author: "Sluice"
      variant: "light"
      palette:
        base00: "f5efe0"
        base01: "ebe3cf"
        base02: "dccfb0"
        base03: "766b57"
        base04: "5e5546"
        base05: "3d362b"
        base06: "262119"
        base07: "14110c"
        base08: "b3312c"
        base09: "a8521a"
        base0A: "856400"
        base0B: "4a7325"
        base0C: "27706e"
        base0D: "2a64a8"
        base0E: "8a4591"
        base0F: "7a4f2d"

      """
    ),
    (
      "clear-signal-dark",
      """
      system: "base16"
      name: "Clear Signal Dark"
      author: "Sluice"
      variant: "dark"
      palette:
        base00: "15171a"
        base01: "1f2226"
        base02: "30373f"
        base03: "87909a"
        base04: "a3abb4"
        base05: "d4d8dc"
        base06: "eceff1"
        base07: "ffffff"
        base08: "ff7a45"
        base09: "e69f00"
        base0A: "f0e442"
        base0B: "2fc9a0"
        base0C: "a9bccf"
        base0D: "56b4e9"
        base0E: "d98bb8"
        base0F: "b08d6a"

      """
    ),
    (
      "clear-signal-light",
      """
      system: "base16"
      name: "Clear Signal Light"
      author: "Sluice"
      variant: "light"
      palette:
        base00: "ffffff"
        base01: "f2f2f0"
        base02: "dbe5ef"
        base03: "666c73"
        base04: "50565c"
        base05: "22262a"
        base06: "101214"
        base07: "000000"
        base08: "b54700"
        base09: "946200"
        base0A: "6e6400"
        base0B: "00705a"
        base0C: "44566a"
        base0D: "0067a5"
        base0E: "94497a"
        base0F: "6f5337"

      """
    ),
  ]
}
