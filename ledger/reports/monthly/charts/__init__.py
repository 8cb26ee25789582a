"""The charts of the report, drawn as SVG. The libraries that draw are imported when a chart is drawn."""
