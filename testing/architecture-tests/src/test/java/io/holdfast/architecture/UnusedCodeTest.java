package io.holdfast.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.HashSet;
import java.util.Set;

/** Shipped code serves users, not tests: a method that no user can reach has a caller in the product itself. */
@AnalyzeClasses(locations = ShippedModules.class)
class UnusedCodeTest {
    /** Doors for tests alone: their clocks, and states that no user sees from outside. */
    private static final Set<String> FOR_TESTS = Set.of(
            "KeyRingBuilder.clocks",
            "SourceWatch.start",
            "CachingAccessTokenVerifier.waiting",
            "TokenCache.requests",
            "ClientAuthorities.accepted",
            "DemoSetting.description");

    @ArchTest
    static final ArchRule everyInternalMethodHasACallerInTheProduct = noMethods()
            .that(DescribedPredicate.describe("no user can reach", UnusedCodeTest::isInternal))
            .should(be(DescribedPredicate.describe("without a caller in the product", UnusedCodeTest::isUncalled)))
            .because("code that only tests call is read and kept for nothing");

    private static boolean isInternal(JavaMethod method) {
        JavaClass owner = method.getOwner();
        boolean visible = owner.getModifiers().contains(JavaModifier.PUBLIC)
                && (method.getModifiers().contains(JavaModifier.PUBLIC)
                        || method.getModifiers().contains(JavaModifier.PROTECTED));
        return !visible
                && !method.getModifiers().contains(JavaModifier.SYNTHETIC)
                && !method.getModifiers().contains(JavaModifier.BRIDGE)
                && !isOfEveryEnum(method)
                && !isCalledByAnotherType(method)
                && !FOR_TESTS.contains(owner.getSimpleName() + "." + method.getName());
    }

    private static boolean isOfEveryEnum(JavaMethod method) {
        return method.getOwner().isEnum()
                && (method.getName().equals("values") || method.getName().equals("valueOf"));
    }

    /** By a supertype's name, which may be one of a host that is not on this class path, or by the JDK at serialization. */
    private static boolean isCalledByAnotherType(JavaMethod method) {
        Set<JavaClass> supertypes = new HashSet<>(method.getOwner().getAllRawInterfaces());
        supertypes.addAll(method.getOwner().getAllRawSuperclasses());
        return supertypes.stream().anyMatch(type -> type.getMethods().isEmpty())
                || supertypes.stream()
                        .flatMap(type -> type.getMethods().stream())
                        .anyMatch(inherited -> inherited.getName().equals(method.getName())
                                && inherited.getRawParameterTypes().size()
                                        == method.getRawParameterTypes().size())
                || Set.of("readObject", "writeObject", "readResolve", "writeReplace")
                        .contains(method.getName());
    }

    private static boolean isUncalled(JavaMethod method) {
        return method.getAccessesToSelf().stream()
                        .allMatch(access -> access.getOrigin().equals(method))
                && method.getReferencesToSelf().isEmpty();
    }
}
