extension Question {
  static let metrics = Question(
    "metrics",
    "What does each figure mean, and how do the platforms define the word?",
    takes: [],
    parts: [
      QuestionPart(
        "metrics",
        "The catalogue of metrics",
        columns: [
          .key("metric"), .key("definition"), .plain("unit"), .plain("quotient"),
          .plain("postscript"), .plain("klaviyo"), .plain("attentive"), .plain("sourcemedium"),
          .plain("views"), .plain("since"),
        ],
        empty: "The catalogue is empty."
      ) { _ in
        """
        select name as metric, definition, unit, coalesce(numerator || ' / ' || denominator, '') as quotient,
          postscript, klaviyo, attentive, sourcemedium, array_to_string(views, ', ') as views, since
        from metrics order by name
        """
      }
    ]
  )
}
