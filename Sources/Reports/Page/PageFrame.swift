/// What every page has around its contents: no script, nothing from elsewhere.
enum PageFrame {
  /// A whole page of sections that are HTML already.
  static func page(title: String, lead: String, sections: [String], foot: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="color-scheme" content="light dark">
    <title>\(HTMLText.escaped(title))</title>
    <style>
    \(style)
    </style>
    </head>
    <body>
    <a class="skip" href="#main">Skip to the content</a>
    <main id="main">
    <h1>\(HTMLText.escaped(title))</h1>
    \(lead)
    \(sections.joined(separator: "\n"))
    </main>
    <footer>
    \(foot)
    </footer>
    </body>
    </html>

    """
  }

  /// Colours are those of Okabe and Ito, darkened where text needs contrast; shape and words say the
  /// same as every colour.
  private static let style = """
    :root { --back: #fff; --text: #1a1a1a; --muted: #595959; --line: #d0d0d0; --one: #0072b2;
      --two: #b35900; --three: #009e73; --loud: #a4262c; }
    @media (prefers-color-scheme: dark) { :root { --back: #141414; --text: #ededed;
      --muted: #b0b0b0; --line: #444; --one: #56b4e9; --two: #e69f00; --three: #2fc79a;
      --loud: #ff8a8a; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--back); color: var(--text);
      font: 16px/1.5 system-ui, sans-serif; }
    main, footer { max-width: 72rem; margin: 0 auto; padding: 1rem; }
    h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.25rem; line-height: 1.3; }
    h3 { font-size: 1rem; }
    section { border-top: 1px solid var(--line); padding: .5rem 0 1rem; break-inside: auto; }
    .skip { position: absolute; left: -999rem; }
    .skip:focus { position: static; }
    :focus-visible { outline: 3px solid var(--one); outline-offset: 2px; }
    .cards { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; list-style: none; }
    .cards li { border: 1px solid var(--line); padding: .5rem 1rem; min-width: 14rem; flex: 1; }
    .cards strong { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
    .loud { color: var(--loud); font-weight: 600; }
    .muted, footer { color: var(--muted); }
    .scroll { overflow-x: auto; max-width: 100%; }
    table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
    th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--line); text-align: left;
      vertical-align: top; } thead th { border-bottom: 2px solid var(--muted); }
    .n { text-align: right; white-space: nowrap; } .u { color: var(--muted); font-style: italic; }
    tbody th { font-weight: 400; }
    figure { margin: 1rem 0; } figcaption { color: var(--muted); font-size: .9rem; }
    .bars { display: grid; grid-template-columns: minmax(7rem, 16rem) 1fr minmax(6rem, auto);
      gap: .25rem .75rem; align-items: center; margin: 0; padding: 0; list-style: none; }
    .bars li { display: contents; }
    .bars svg { width: 100%; height: 1.1rem; display: block; forced-color-adjust: none; }
    .bars .label { overflow-wrap: anywhere; font-size: .9rem; }
    .chart svg { width: 100%; max-width: 56rem; height: auto; display: block; }
    .chart .small { display: none; }
    svg text { fill: var(--text); font: 12px system-ui, sans-serif; }
    .one { fill: var(--one); } .two { fill: var(--two); } .three { fill: var(--three); }
    .outline { fill: none; stroke: var(--one); stroke-width: 1.5; }
    .axis { stroke: var(--muted); stroke-width: 1; } .grid { stroke: var(--line); }
    .line { fill: none; stroke-width: 2.5; } .line.one, .thin.one { stroke: var(--one); fill: none; }
    .line.two, .thin.two { stroke: var(--two); fill: none; stroke-dasharray: 7 3; }
    .line.three, .thin.three { stroke: var(--three); fill: none; stroke-dasharray: 2 3; }
    .thin { stroke-width: 1; opacity: .7; }
    .gap { fill: var(--line); opacity: .6; }
    details > summary { cursor: pointer; padding: .3rem 0; }
    dt { font-weight: 600; } dd { margin: 0 0 .5rem 0; }
    @media (max-width: 40rem) { .chart .large { display: none; } .chart .small { display: block; }
      .bars { display: block; } .bars li { display: grid; grid-template-columns: 1fr auto;
        gap: 0 .75rem; margin-bottom: .4rem; grid-template-areas: "label value" "bar bar"; }
      .bars .label { grid-area: label; } .bars .n { grid-area: value; }
      .bars svg { grid-area: bar; } }
    @media print { details::details-content { content-visibility: visible; }
      /* Nothing scrolls on paper: the widest table has to fit. */
      @page { size: landscape; margin: 10mm; }
      .scroll { overflow: visible; } .skip { display: none; }
      table { font-size: 7pt; width: 100%; } thead { display: table-header-group; }
      th, td { padding: 1px 3px; white-space: normal; overflow-wrap: anywhere; }
      tr, .bars, .chart { break-inside: avoid; }
      .bars svg, .chart svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
    """
}
