package io.github.etcdregistrar.servers;

/** What a page is asked by the browser. */
final class PageScripts {
    /** Texts with less contrast to what is behind them than 4.5, which WCAG 2 asks for (1.4.3). */
    static final String PALE =
            """
            const parts = color => color.match(/[\\d.]+/g).map(Number);
            const light = color => {
              const [r, g, b] = parts(color).map(value => value / 255)
                .map(value => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4);
              return .2126 * r + .7152 * g + .0722 * b;
            };
            const behind = element => {
              const color = getComputedStyle(element).backgroundColor;
              return (parts(color)[3] ?? 1) > 0 || !element.parentElement ? color : behind(element.parentElement);
            };
            const pale = [];
            for (const element of document.body.querySelectorAll("*")) {
              const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
              if (!own || !element.checkVisibility() || element.ariaDisabled === "true") continue;
              const [bright, dim] = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => b - a);
              const contrast = (bright + .05) / (dim + .05);
              if (contrast < 4.5) pale.push(element.tagName + " " + element.innerText + " " + contrast.toFixed(1));
            }
            return pale.join("; ");
            """;

    /** What was loaded from another server. */
    static final String ELSEWHERE =
            """
            return performance.getEntriesByType("resource").map(entry => entry.name)
              .filter(name => !name.startsWith(location.origin) && !name.startsWith("data:")).join("; ");
            """;

    private PageScripts() {}
}
