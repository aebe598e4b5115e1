package io.holdfast.demo.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void escapesWhatMeansSomethingInMarkup() {
        assertThat(Html.text("<a href=\"x\" title='y'>&amp;</a>"))
                .hasToString("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
        assertThat(Html.element("code", "", "<b>")).hasToString("<code>&lt;b&gt;</code>");
    }

    @Test
    void fillsInEveryPlaceOnce() {
        Html filled = Template.load("fact.html")
                .filling()
                .with("name", "{{value}}")
                .with("value", "$1 \\ <i>")
                .render();

        assertThat(filled).hasToString("<dt>{{value}}</dt><dd>$1 \\ &lt;i&gt;</dd>\n");
    }

    @Test
    void leavesNoPlaceEmpty() {
        assertThatThrownBy(() ->
                        Template.load("fact.html").filling().with("name", "a").render())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("{{value}}");
    }
}
