package io.holdfast.demo.console;

import io.holdfast.demo.parties.Scene;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The buttons in their groups, or the reason for their absence. Immutable. */
final class ButtonsSection {
    private static final Template GROUP = Template.load("group.html");
    private static final Template BUTTON = Template.load("button.html");
    private final FormToken formToken;

    ButtonsSection(FormToken formToken) {
        this.formToken = formToken;
    }

    /** @param last the last scene; null before the first */
    Html render(@Nullable Scene last) {
        List<Html> groups = new ArrayList<>();
        groups.add(Html.element("p", "muted", "Each button makes real calls over TLS."));
        for (Scene.Group one : Scene.Group.values()) {
            List<Html> buttons = Arrays.stream(Scene.values())
                    .filter(scene -> scene.group() == one)
                    .map(scene -> button(scene, scene == last))
                    .collect(Collectors.toList());
            groups.add(GROUP.filling()
                    .with("heading", one.heading())
                    .with("buttons", Html.joined(buttons))
                    .render());
        }
        return Html.joined(groups);
    }

    private Html button(Scene scene, boolean last) {
        return BUTTON.filling()
                .with("name", scene.actionName())
                .with("token", formToken.value())
                .with("current", last ? Html.ours(" aria-current=\"true\"") : Html.NOTHING)
                .with("label", scene.label())
                .with("brings", scene.brings())
                .with("promise", scene.promise())
                .render();
    }

    static Html refusal(String why) {
        return Html.element("p", "note", why);
    }
}
