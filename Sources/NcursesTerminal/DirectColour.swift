/// Terminal descriptions with direct colour. Debian's base package has none, and the library cannot be told colours
/// beyond the palette without one; it reads a description from the environment in this form (`term(7)`,
/// TERMINFO). Made by `tic` from `xterm-256color` and `tmux-256color` with `RGB` and the `setaf`, `setab` of
/// ISO 8613-6, without the keys, which are decoded elsewhere.
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
      "b64:HgIcACYADwBpAQQDc2x1aWNlLXh0ZXJtfGRpcmVjdCBjb2xvdXJzAAABAAABAAAAAAAAAAABAQAAAAAAAAAAAAABAAABAAAA",
      "AAAAAAABUAAAAAgAAAAYAAAA_____________________________________________________wAAAAEAAAEAAAAEAAYACAAZ",
      "AB4AJgAqAC4A__85AEoATABQAFcA__9ZAGYA__9qAG4AeAB8AP____-AAIQAiQCOAP__oAClAKoA__-vALQAuQC-AMcAywDSAP__",
      "5ADpAO8A______________________UA____________________________________________________________________",
      "_______________________5AAEB_____________________________wkBEgEbAf__HgEnATABOQFCAUsBVAFdAWYBbwH_____",
      "__________94Af__________jAGPAZoBnQGfAaIB_wH__wIC_____________________________wQC__________85Aj8C____",
      "____________________________________________________________________________________________________",
      "____________________________________________________________________________________________________",
      "____________________________________________________________________________________________________",
      "_____0UC________________________________________________________________________SgL_________________",
      "_________________1MC________________________WAL_____________________________________________________",
      "_____________________________________________14CsQIbW1oABwANABtbJWklcDElZDslcDIlZHIAG1szZwAbW0gbWzJK",
      "ABtbSwAbW0oAG1slaSVwMSVkRwAbWyVpJXAxJWQ7JXAyJWRIAAoAG1tIABtbPzI1bAAIABtbPzEybBtbPzI1aAAbW0MAG1tBABtb",
      "PzEyOzI1aAAbW1AAG1tNABsoMAAbWzVtABtbMW0AG1s_MTA0OWgbWzIyOzA7MHQAG1sybQAbWzRoABtbOG0AG1s3bQAbWzdtABtb",
      "NG0AG1slcDElZFgAGyhCABsoQhtbbQAbWz8xMDQ5bBtbMjM7MDswdAAbWzRsABtbMjdtABtbMjRtABtbTAAbWz8xbBs-ABtbPzFo",
      "Gz0AG1s_MTAzNGwAG1s_MTAzNGgAG0UAG1slcDElZFAAG1slcDElZE0AG1slcDElZEIAG1slcDElZEAAG1slcDElZFMAG1slcDEl",
      "ZEwAG1slcDElZEQAG1slcDElZEMAG1slcDElZFQAG1slcDElZEEAJXAxJWMbWyVwMiV7MX0lLSVkYgAbOAAbWyVpJXAxJWRkABs3",
      "AAoAG00AJT8lcDkldBsoMCVlGyhCJTsbWzAlPyVwNiV0OzElOyU_JXA1JXQ7MiU7JT8lcDIldDs0JTslPyVwMSVwMyV8JXQ7NyU7",
      "JT8lcDQldDs1JTslPyVwNyV0OzglO20AG0gACQBgYGFhZmZnZ2lpampra2xsbW1ubm9vcHBxcXJyc3N0dHV1dnZ3d3h4eXl6ent7",
      "fHx9fX5-ABtbPzdoABtbPzdsABtbMUsAG1szOTs0OW0AG1szbQAbWzIzbQAbWyU_JXAxJXs4fSU8JXQzJXAxJWQlZTM4OzI7JXAx",
      "JXs2NTUzNn0lLyVkOyVwMSV7MjU2fSUvJXsyNTV9JSYlZDslcDElezI1NX0lJiVkJTttABtbJT8lcDElezh9JTwldDQlcDElZCVl",
      "NDg7MjslcDElezY1NTM2fSUvJWQ7JXAxJXsyNTZ9JS8lezI1NX0lJiVkOyVwMSV7MjU1fSUmJWQlO20AAgAAAAIABgAcAAEBAAAG",
      "AAAABAAHAAwAG1syOW0AG1s5bQBSR0IAWFQAcm14eABzbXh4AA==",
    ].joined())

  /// For tmux, which has no background colour erase.
  static let tmux = Description(
    name: "sluice-tmux",
    compiled: [
      "b64:HgIbACsADwBpAbkCc2x1aWNlLXRtdXh8ZGlyZWN0IGNvbG91cnMAAAEAAAEAAAAAAAAAAAEBAAAAAAAAAAAAAAAAAAAAAAAA",
      "AAAAAAEAAAAAAVAAAAAIAAAAGAAAAP____________________________________________________8AAAABAAABAAAABAAG",
      "AAgAGQAeACUAKQAtAP__OABJAEsATwBWAP__WABkAP__aABrAHEAdQD_____eQB7AIAAhQD__44AkwCYAP__nQCiAKcA__-sAK4A",
      "swD__7wAwQDHAP_____________________NAP______________________________________________________________",
      "____________________________0QDZAP__________________________________4QD__-QA7QD2AP8ACAERARoBIwEsATUB",
      "_____________________________z4BQQFMAU8BUQFUAa0B__-wAf____________________________-yAf______________",
      "_______zAf__________________________________________________________________________________________",
      "____________________________________________________________________________________________________",
      "____________________________________________________________________________________________________",
      "___________6Af________________________________________________________________________8B____________",
      "______________________8IAv_______________________w0C________________________________________________",
      "__________________________________________________8TAmYCG1taAAcADQAbWyVpJXAxJWQ7JXAyJWRyABtbM2cAG1tI",
      "G1tKABtbSwAbW0oAG1slaSVwMSVkRwAbWyVpJXAxJWQ7JXAyJWRIAAoAG1tIABtbPzI1bAAIABtbMzRoG1s_MjVoABtbQwAbTQAb",
      "WzM0bAAbW1AAG1tNAA4AG1s1bQAbWzFtABtbPzEwNDloABtbMm0AG1s0aAAbWzhtABtbN20AG1s3bQAbWzRtAA8AG1ttDwAbWz8x",
      "MDQ5bAAbWzRsABtbMjdtABtbMjRtABtbTAAbWz8xbBs-ABtbPzFoGz0AG0UAG1slcDElZFAAG1slcDElZE0AG1slcDElZEIAG1sl",
      "cDElZEAAG1slcDElZFMAG1slcDElZEwAG1slcDElZEQAG1slcDElZEMAG1slcDElZFQAG1slcDElZEEAGzgAG1slaSVwMSVkZAAb",
      "NwAKABtNABtbMCU_JXA2JXQ7MSU7JT8lcDIldDs0JTslPyVwMSVwMyV8JXQ7NyU7JT8lcDQldDs1JTslPyVwNSV0OzIlOyU_JXA3",
      "JXQ7OCU7bSU_JXA5JXQOJWUPJTsAG0gACQArKywsLS0uLjAwYGBhYWZmZ2doaGlpampra2xsbW1ubm9vcHBxcXJyc3N0dHV1dnZ3",
      "d3h4eXl6ent7fHx9fX5-ABsoQhspMAAbWzFLABtbMzk7NDltABtbM20AG1syM20AG1slPyVwMSV7OH0lPCV0MyVwMSVkJWUzODsy",
      "OyVwMSV7NjU1MzZ9JS8lZDslcDElezI1Nn0lLyV7MjU1fSUmJWQ7JXAxJXsyNTV9JSYlZCU7bQAbWyU_JXAxJXs4fSU8JXQ0JXAx",
      "JWQlZTQ4OzI7JXAxJXs2NTUzNn0lLyVkOyVwMSV7MjU2fSUvJXsyNTV9JSYlZDslcDElezI1NX0lJiVkJTttAAABAAAAAgAFABkA",
      "AQAAAAYAAAAEAAkAG1syOW0AG1s5bQBSR0IAcm14eABzbXh4AA==",
    ].joined())
}
