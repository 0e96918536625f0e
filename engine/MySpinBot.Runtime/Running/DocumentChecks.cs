using System.Text.Json.Nodes;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Validation;
using MySpinBot.Runtime.Files;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <summary>What validation asks of plugins, files and secrets.</summary>
internal sealed class DocumentChecks
{
    private readonly PluginSet _plugins;
    private readonly NamedFiles _files;

    public DocumentChecks(PluginSet plugins, NamedFiles files, Func<string, string?> secrets)
    {
        (_plugins, _files) = (plugins, files);
        Options = new ValidationOptions
        {
            Migrate = Migrate,
            CustomChecks = Check,
            CheckFile = _files.Check,
            IsKnownSecret = name => secrets(name) is not null,
        };
    }

    public ValidationOptions Options { get; }

    private JsonObject? Migrate(string classType, int from, JsonObject inputs)
    {
        using var activation = _plugins.Activate(classType);
        if (activation?.Registration.Migrations.TryGetValue(from, out var migration) != true)
        {
            return null;
        }

        try
        {
            return migration!(inputs);
        }
        catch (Exception fault)
        {
            // As below: stored inputs may hold anything, and a migration need not be ready for it.
            throw new NodeFailure($"The migration of '{classType}' from version {from} failed: {fault.Message}", fault);
        }
    }

    private IEnumerable<InputFault> Check(CatalogEntry entry, IReadOnlyDictionary<string, object?> constants, LinkedTypes linked)
    {
        using var activation = _plugins.Activate(entry.ClassType);
        if (activation?.Registration.Validate is not { } validate)
        {
            return [];
        }

        try
        {
            return [.. validate(ConstantsCall.Of(entry.Descriptor, constants, linked, activation.Services))];
        }
        catch (Exception fault)
        {
            // A plugin's method may throw anything; here that means that it does not accept the inputs.
            return [new InputFault(null, $"The validation of '{entry.ClassType}' failed: {fault.Message}")];
        }
    }
}
