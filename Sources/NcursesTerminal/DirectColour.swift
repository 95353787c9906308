/// Terminal descriptions with direct colour. Debian's base package has none, and the library cannot be told colours
/// beyond the palette without one; it reads a description from the environment in this form (`term(7)`,
/// TERMINFO). Made by `tic` from `xterm-256color` and `tmux-256color` with `RGB` and the `setaf`, `setab` of
/// ISO 8613-6 above the sixteen colours of the palette, without the keys, which are decoded elsewhere, and without the
/// alternate character set: lines are drawn with Unicode, and leaving it out spares three bytes at every change of ink.
enum DirectColour {
  /// A description's name and its compiled form.
  struct Description {
    let name: String
    let compiled: String
  }

  /// For terminals that behave as xterm does.
  static let xterm = Description(
    name: "sluice-xterm",
    compiled: [
      "b64:HgIcACYADwBpAegCc2x1aWNlLXh0ZXJtfGRpcmVjdCBjb2xvdXJzAAABAAABAAAAAAAAAAABAQAAAAAAAAAAAAABAAABAAAA",
      "AAAAAAABUAAAAAgAAAAYAAAA_____________________________________________________wAAAAEAAAEAAAAEAAYACAAZ",
      "AB4AJgAqAC4A__85AEoATABQAFcA__9ZAGYA__9qAG4AeAB8AP_______4AAhQCKAP__nAChAKYA__-rALAAtQC6AP__wwDHAP__",
      "2QDeAOQA_____________________-oA____________________________________________________________________",
      "_______________________uAPYA______________________________4ABwEQAf__EwEcASUBLgE3AUABSQFSAVsBZAH_____",
      "__________9tAf__________gQGEAY8BkgGUAZcB4wH__-YB___________________________________________oAe4B____",
      "____________________________________________________________________________________________________",
      "____________________________________________________________________________________________________",
      "____________________________________________________________________________________________________",
      "______QB________________________________________________________________________-QH_________________",
      "_________________wIC________________________BwL_____________________________________________________",
      "_____________________________________________w0CegIbW1oABwANABtbJWklcDElZDslcDIlZHIAG1szZwAbW0gbWzJK",
      "ABtbSwAbW0oAG1slaSVwMSVkRwAbWyVpJXAxJWQ7JXAyJWRIAAoAG1tIABtbPzI1bAAIABtbPzEybBtbPzI1aAAbW0MAG1tBABtb",
      "PzEyOzI1aAAbW1AAG1tNABtbNW0AG1sxbQAbWz8xMDQ5aBtbMjI7MDswdAAbWzJtABtbNGgAG1s4bQAbWzdtABtbN20AG1s0bQAb",
      "WyVwMSVkWAAbW20AG1s_MTA0OWwbWzIzOzA7MHQAG1s0bAAbWzI3bQAbWzI0bQAbW0wAG1s_MWwbPgAbWz8xaBs9ABtbPzEwMzRs",
      "ABtbPzEwMzRoABtFABtbJXAxJWRQABtbJXAxJWRNABtbJXAxJWRCABtbJXAxJWRAABtbJXAxJWRTABtbJXAxJWRMABtbJXAxJWRE",
      "ABtbJXAxJWRDABtbJXAxJWRUABtbJXAxJWRBACVwMSVjG1slcDIlezF9JS0lZGIAGzgAG1slaSVwMSVkZAAbNwAKABtNABtbMCU_",
      "JXA2JXQ7MSU7JT8lcDUldDsyJTslPyVwMiV0OzQlOyU_JXAxJXAzJXwldDs3JTslPyVwNCV0OzUlOyU_JXA3JXQ7OCU7bQAbSAAJ",
      "ABtbPzdoABtbPzdsABtbMUsAG1szOTs0OW0AG1szbQAbWzIzbQAbWyU_JXAxJXs4fSU8JXQzJXAxJWQlZSVwMSV7MTZ9JTwldDkl",
      "cDElezh9JS0lZCVlMzg7MjslcDElezY1NTM2fSUvJWQ7JXAxJXsyNTZ9JS8lezI1NX0lJiVkOyVwMSV7MjU1fSUmJWQlO20AG1sl",
      "PyVwMSV7OH0lPCV0NCVwMSVkJWUlcDElezE2fSU8JXQxMCVwMSV7OH0lLSVkJWU0ODsyOyVwMSV7NjU1MzZ9JS8lZDslcDElezI1",
      "Nn0lLyV7MjU1fSUmJWQ7JXAxJXsyNTV9JSYlZCU7bQACAAAAAgAGABwAAQEAAAYAAAAEAAcADAAbWzI5bQAbWzltAFJHQgBYVABy",
      "bXh4AHNteHgA",
    ].joined())

  /// For tmux, which has no background colour erase.
  static let tmux = Description(
    name: "sluice-tmux",
    compiled: [
      "b64:HgIbACsADwBpAZQCc2x1aWNlLXRtdXh8ZGlyZWN0IGNvbG91cnMAAAEAAAEAAAAAAAAAAAEBAAAAAAAAAAAAAAAAAAAAAAAA",
      "AAAAAAEAAAAAAVAAAAAIAAAAGAAAAP____________________________________________________8AAAABAAABAAAABAAG",
      "AAgAGQAeACUAKQAtAP__OABJAEsATwBWAP__WABkAP__aABrAHEAdQD_______95AH4AgwD__4wAkQCWAP__mwCgAKUA_____6oA",
      "rgD__7cAvADCAP_____________________IAP______________________________________________________________",
      "____________________________zADUAP__________________________________3AD__98A6ADxAPoAAwEMARUBHgEnATAB",
      "_____________________________zkBPAFHAUoBTAFPAZsB__-eAf______________________________________________",
      "____________________________________________________________________________________________________",
      "____________________________________________________________________________________________________",
      "____________________________________________________________________________________________________",
      "__________-gAf_______________________________________________________________________6UB____________",
      "______________________-uAf_______________________7MB________________________________________________",
      "__________________________________________________-5ASYCG1taAAcADQAbWyVpJXAxJWQ7JXAyJWRyABtbM2cAG1tI",
      "G1tKABtbSwAbW0oAG1slaSVwMSVkRwAbWyVpJXAxJWQ7JXAyJWRIAAoAG1tIABtbPzI1bAAIABtbMzRoG1s_MjVoABtbQwAbTQAb",
      "WzM0bAAbW1AAG1tNABtbNW0AG1sxbQAbWz8xMDQ5aAAbWzJtABtbNGgAG1s4bQAbWzdtABtbN20AG1s0bQAbW20AG1s_MTA0OWwA",
      "G1s0bAAbWzI3bQAbWzI0bQAbW0wAG1s_MWwbPgAbWz8xaBs9ABtFABtbJXAxJWRQABtbJXAxJWRNABtbJXAxJWRCABtbJXAxJWRA",
      "ABtbJXAxJWRTABtbJXAxJWRMABtbJXAxJWREABtbJXAxJWRDABtbJXAxJWRUABtbJXAxJWRBABs4ABtbJWklcDElZGQAGzcACgAb",
      "TQAbWzAlPyVwNiV0OzElOyU_JXA1JXQ7MiU7JT8lcDIldDs0JTslPyVwMSVwMyV8JXQ7NyU7JT8lcDQldDs1JTslPyVwNyV0Ozgl",
      "O20AG0gACQAbWzFLABtbMzk7NDltABtbM20AG1syM20AG1slPyVwMSV7OH0lPCV0MyVwMSVkJWUlcDElezE2fSU8JXQ5JXAxJXs4",
      "fSUtJWQlZTM4OzI7JXAxJXs2NTUzNn0lLyVkOyVwMSV7MjU2fSUvJXsyNTV9JSYlZDslcDElezI1NX0lJiVkJTttABtbJT8lcDEl",
      "ezh9JTwldDQlcDElZCVlJXAxJXsxNn0lPCV0MTAlcDElezh9JS0lZCVlNDg7MjslcDElezY1NTM2fSUvJWQ7JXAxJXsyNTZ9JS8l",
      "ezI1NX0lJiVkOyVwMSV7MjU1fSUmJWQlO20AAQAAAAIABQAZAAEAAAAGAAAABAAJABtbMjltABtbOW0AUkdCAHJteHgAc214eAA=",
    ].joined())
}
