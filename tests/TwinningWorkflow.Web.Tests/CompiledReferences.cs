using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TwinningWorkflow.Web.Tests;

/// <summary>
/// Reads off a compiled assembly which type uses which: in its signatures, attributes and method bodies. The source would not
/// do: a namespace can be named in part, an extension method not at all. Constants alone escape, being copied by the compiler.
/// </summary>
internal sealed class CompiledReferences : IDisposable
{
    private readonly ModuleDefinition module;

    public CompiledReferences(string assemblyFile) => module = ModuleDefinition.ReadModule(assemblyFile);

    public void Dispose() => module.Dispose();

    /// <summary>The assemblies that it was compiled against and uses.</summary>
    public IEnumerable<string> Assemblies => module.AssemblyReferences.Select(reference => reference.Name);

    /// <summary>Every pair of a type and a type that it uses; what lies inside a type counts as that type.</summary>
    public IEnumerable<(TypeName User, TypeName Used)> Pairs() =>
        module
            .GetTypes()
            .SelectMany(type => UsedBy(type).SelectMany(Parts).Select(used => (Outermost(type), Outermost(used))))
            .Where(pair => pair.Item1 != pair.Item2 && !IsTheCompilers(pair.Item2))
            .Distinct();

    /// <summary>A type's namespace and name.</summary>
    public sealed record TypeName(string Namespace, string Name)
    {
        public override string ToString() => Namespace.Length > 0 ? Namespace + "." + Name : Name;
    }

    private static IEnumerable<TypeReference?> UsedBy(TypeDefinition type) =>
        [
            type.BaseType,
            .. type.Interfaces.Select(implemented => implemented.InterfaceType),
            .. type.GenericParameters.SelectMany(Constraints),
            .. Attributes(type),
            .. type.Fields.SelectMany(field => Attributes(field).Prepend(field.FieldType)),
            .. type.Properties.SelectMany(property => Attributes(property).Prepend(property.PropertyType)),
            .. type.Events.SelectMany(raised => Attributes(raised).Prepend(raised.EventType)),
            .. type.Methods.SelectMany(UsedBy),
        ];

    private static IEnumerable<TypeReference?> UsedBy(MethodDefinition method) =>
        [
            .. Attributes(method),
            .. Signature(method),
            .. method.GenericParameters.SelectMany(Constraints),
            .. method.Parameters.SelectMany(Attributes),
            .. method.HasBody ? method.Body.Variables.Select(variable => variable.VariableType) : [],
            .. method.HasBody ? method.Body.ExceptionHandlers.Select(handler => handler.CatchType) : [],
            .. method.HasBody ? method.Body.Instructions.SelectMany(UsedBy) : [],
        ];

    private static IEnumerable<TypeReference?> UsedBy(Instruction instruction) =>
        instruction.Operand switch
        {
            TypeReference type => [type],
            FieldReference field => [field.DeclaringType, field.FieldType],
            GenericInstanceMethod method => [method.DeclaringType, .. Signature(method), .. method.GenericArguments],
            MethodReference method => [method.DeclaringType, .. Signature(method)],
            _ => [],
        };

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
        method.Parameters.Select(parameter => parameter.ParameterType).Prepend(method.ReturnType);

    private static IEnumerable<TypeReference?> Constraints(GenericParameter parameter) =>
        parameter.Constraints.Select(constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider attributed) =>
        attributed.CustomAttributes.SelectMany(attribute =>
            attribute
                .ConstructorArguments.Concat(attribute.Properties.Select(property => property.Argument))
                .Select(argument => argument.Value as TypeReference)
                .Prepend(attribute.AttributeType)
        );

    /// <summary>The named types in a type: arrays, by-refs and generic instances taken apart.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) =>
        type switch
        {
            null or GenericParameter => [],
            GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Prepend(generic.ElementType),
            TypeSpecification wrapped => Parts(wrapped.ElementType),
            _ => [type],
        };

    /// <summary>Where the compiler keeps the data of array literals and the like.</summary>
    private static bool IsTheCompilers(TypeName type) => type.Namespace.Length == 0 && type.Name.StartsWith('<');

    private static TypeName Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return new TypeName(type.Namespace, type.Name);
    }
}
