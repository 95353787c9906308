/// Whose an event is.
enum GrowthEventOwner {
  case user(Int)
  case nobody
}

extension RecordWriter {
  mutating func write(userID number: Int) {
    write("\"user_")
    write(number: number + 1, width: 7)
    write(byte: 34)
  }

  mutating func write(signup user: GrowthUser, withCompanySize: Bool) {
    write(#"{"user_id": "#)
    write(userID: user.number)
    write(#", "email": "user."#)
    write(number: user.number + 1)
    write(byte: 64)
    write(GrowthUser.mailDomains[user.mailProvider])
    write(#"", "signup_date": ""#)
    write(day: user.signupDay)
    if withCompanySize {
      write(#"", "company_size": ""#)
      write(GrowthUser.companySizes[user.companySize])
    }
    write(#"", "industry": ""#)
    write(GrowthUser.industries[user.industry])
    write("\"}\n")
  }

  mutating func write(event: GrowthEvent, owner: GrowthEventOwner) {
    let feature = GrowthFeature.all[event.feature]
    write(#"{"timestamp": ""#)
    write(day: event.day)
    write(byte: 32)
    write(secondOfDay: event.second)
    write(#"", "user_id": "#)
    switch owner {
    case .user(let number): write(userID: number)
    case .nobody: write("null")
    }
    write(#", "feature_id": ""#)
    write(feature.id)
    write(#"", "feature_name": ""#)
    write(feature.name)
    write(#"", "event_type": ""#)
    write(event.type == 0 ? "view" : event.type == 1 ? "use" : "share")
    write("\"}\n")
  }

  mutating func write(conversion: GrowthConversion, withWrongType: Bool) {
    write(#"{"user_id": "#)
    write(userID: conversion.user)
    write(#", "conversion_date": ""#)
    write(day: conversion.day)
    write(conversion.isEnterprise ? #"", "plan": "enterprise", "mrr": "# : #"", "plan": "pro", "mrr": "#)
    if withWrongType {
      write(#""plenty""#)
    } else {
      write(number: conversion.monthlyRevenue)
      write(".0")
    }
    write(#", "signup_date": ""#)
    write(day: conversion.signupDay)
    write(#"", "days_to_convert": "#)
    write(number: conversion.day - conversion.signupDay)
    write(
      conversion.usedRealTimeCollaboration
        ? ", \"used_real_time_collab\": true}\n" : ", \"used_real_time_collab\": false}\n")
  }
}
