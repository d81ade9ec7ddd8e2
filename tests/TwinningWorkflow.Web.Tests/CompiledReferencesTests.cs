using TwinningWorkflow.Web.Tests.Seeing;
using TwinningWorkflow.Web.Tests.Seen;
using Xunit;

namespace TwinningWorkflow.Web.Tests
{
    public sealed class CompiledReferencesTests
    {
        [Theory]
        [InlineData(typeof(ByBase))]
        [InlineData(typeof(ByInterface))]
        [InlineData(typeof(ByConstraint<>))]
        [InlineData(typeof(ByAttribute))]
        [InlineData(typeof(ByAttributeArgument))]
        [InlineData(typeof(ByField))]
        [InlineData(typeof(ByGenericArgument))]
        [InlineData(typeof(ByParameter))]
        [InlineData(typeof(ByCreation))]
        [InlineData(typeof(ByStaticCall))]
        [InlineData(typeof(ByExtensionMethod))]
        [InlineData(typeof(ByTypeOf))]
        [InlineData(typeof(ByCatch))]
        [InlineData(typeof(InALambda))]
        [InlineData(typeof(InAnAsyncMethod))]
        [InlineData(typeof(InANestedType))]
        public void Every_way_of_using_a_type_is_seen(Type user)
        {
            using var references = new CompiledReferences(typeof(CompiledReferencesTests).Assembly.Location);

            Assert.Contains(
                references.Pairs(),
                pair => pair.User.Name == user.Name && pair.Used.Namespace == "TwinningWorkflow.Web.Tests.Seen"
            );
        }

        [Fact]
        public void A_type_that_uses_nothing_is_not_said_to()
        {
            using var references = new CompiledReferences(typeof(CompiledReferencesTests).Assembly.Location);

            Assert.DoesNotContain(
                references.Pairs(),
                pair => pair.User.Name == nameof(ByNothing) && pair.Used.Namespace == "TwinningWorkflow.Web.Tests.Seen"
            );
        }
    }
}

namespace TwinningWorkflow.Web.Tests.Seen
{
    public class ThingException : Exception
    {
        public static string Name() => "thing";
    }

    public interface IThing;

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class ThingAttribute : Attribute;

    public static class Things
    {
        public static int Twice(this int number) => 2 * number;
    }
}

namespace TwinningWorkflow.Web.Tests.Seeing
{
    public sealed class ByNothing
    {
        public static string Name() => "nothing";
    }

    public sealed class ByBase : ThingException;

    public sealed class ByInterface : IThing;

    public sealed class ByConstraint<T>
        where T : IThing;

    [Thing]
    public sealed class ByAttribute;

    [System.ComponentModel.TypeConverter(typeof(ThingException))]
    public sealed class ByAttributeArgument;

    public sealed class ByField
    {
        public ThingException? Held { get; set; }
    }

    public sealed class ByGenericArgument
    {
        public static int Count(IReadOnlyDictionary<string, ThingException[]> things) => things.Count;
    }

    public sealed class ByParameter
    {
        public static bool Is(ThingException? thing) => thing is null;
    }

    public sealed class ByCreation
    {
        public static object Make() => new ThingException();
    }

    public sealed class ByStaticCall
    {
        public static string Name() => ThingException.Name();
    }

    public sealed class ByExtensionMethod
    {
        public static int Four() => 2.Twice();
    }

    public sealed class ByTypeOf
    {
        public static string Name() => typeof(ThingException).Name;
    }

    public sealed class ByCatch
    {
        public static bool Try(Action action)
        {
            try
            {
                action();
                return true;
            }
            catch (ThingException)
            {
                return false;
            }
        }
    }

    public sealed class InALambda
    {
        public static Func<string> Name() => () => ThingException.Name();
    }

    public sealed class InAnAsyncMethod
    {
        public static async Task<string> Name()
        {
            await Task.Yield();
            return ThingException.Name();
        }
    }

    public sealed class InANestedType
    {
        public static string Name() => Inner.Name();

        private static class Inner
        {
            public static string Name() => ThingException.Name();
        }
    }
}
