using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Documents.Comfy.Describing;

/// <summary>Our own node types as the front end sees them: as our <c>/object_info</c> tells them.</summary>
internal static class CatalogInterface
{
    public static NodeInterface Of(NodeDescriptor descriptor)
        => new(descriptor, [.. InputGroups.Required(descriptor).Select(input => Of(input, isRequired: true)), .. InputGroups.Optional(descriptor).Select(input => Of(input, isRequired: false))]);

    private static InputInterface Of(InputDescriptor input, bool isRequired)
    {
        var field = FieldOf(input);
        return new InputInterface
        {
            Name = input.Name,
            Type = input.Type,
            IsRequired = isRequired,
            Field = input.IsSocketOnly ? FieldKind.None : field,
            IsForced = input.IsSocketOnly && field != FieldKind.None,
            IsStepped = input.IsSeed || (input.Type == SocketTypes.Int && FieldTypes.IsSeedName(input.Name)),
            HasUpload = input.FileFolder is "input",
            Choices = input.Choices,
        };
    }

    private static FieldKind FieldOf(InputDescriptor input) => input.Type switch
    {
        _ when input.FileFolder is not null => FieldKind.Choice,
        SocketTypes.Int => FieldKind.Whole,
        SocketTypes.Float => FieldKind.Number,
        SocketTypes.Text or SocketTypes.File => FieldKind.Text,
        SocketTypes.Boolean => FieldKind.Switch,
        SocketTypes.Choice => FieldKind.Choice,
        _ => FieldKind.None,
    };
}
