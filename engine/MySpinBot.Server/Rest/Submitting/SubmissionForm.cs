using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Webhooks;

namespace MySpinBot.Server.Rest.Submitting;

/// <summary>Reads what stands beside a graph.</summary>
internal static class SubmissionForm
{
    /// <summary>The furthest that a priority may be from 0.</summary>
    public const int MostPriority = 1_000_000;

    /// <summary>The longest name of a job.</summary>
    public const int LongestName = 200;

    private const int MostTargets = 100_000;
    private const int LongestKey = 1_000;

    public static Submission Read(BodyFields fields)
    {
        var read = Take(fields);
        fields.Check();
        return read;
    }

    /// <summary>Reads them and says of what is wrong nothing but to the fields.</summary>
    public static Submission Take(BodyFields fields)
    {
        var graph = fields.Raw("graph");
        if (graph is null)
        {
            fields.Faults.Insert(0, new Fault("missing_field", "Field 'graph' is missing; it is the graph to run.") { Field = "/graph" });
        }

        return TakeRest(fields, graph ?? default);
    }

    /// <summary>Reads what stands beside a graph.</summary>
    public static Submission TakeRest(BodyFields fields, ReadOnlyMemory<byte> graph)
    {
        var (strict, terms) = (StrictForm.Read(fields), ReadTerms(fields));
        return TakeRest(fields, graph, strict.Manifest is null ? terms : terms with { Strict = strict.Manifest }) with { StrictJob = strict.Job };
    }

    private static Submission TakeRest(BodyFields fields, ReadOnlyMemory<byte> graph, JobTerms terms) => new(graph, terms)
    {
        Name = fields.Text("name", LongestName),
        Priority = fields.Number("priority", -MostPriority, MostPriority) ?? 0,
        IsFront = fields.Flag("front") ?? false,
        IsKept = fields.Flag("keep") ?? false,
        Labels = ReadLabels(fields),
        Webhook = fields.Object("webhook", "an object with url, and maybe events and secret") is { } webhook ? WebhookForm.ReadOfJob(fields, webhook) : null,
    };

    /// <summary>Reads what an owner notes on a job.</summary>
    public static ImmutableSortedDictionary<string, string> ReadLabels(BodyFields fields)
    {
        var found = ReadMap(fields, "labels", $"an object: texts by names, at most {LabelRules.Most}", (pointer, value) =>
            value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= LabelRules.LongestValue } text ? text : fields.Wrong(pointer, value, $"a text of at most {LabelRules.LongestValue} characters", ""));
        if (found is null)
        {
            return ImmutableSortedDictionary<string, string>.Empty;
        }

        foreach (var name in found.Keys.Where(name => !LabelRules.IsName(name)).Take(BodyFields.MostFaults))
        {
            fields.Faults.Add(new Fault("bad_field", $"{Shown.Name(name)} cannot be the name of a label; {LabelRules.Names}.") { Field = $"/labels/{name}" });
        }

        if (found.Count > LabelRules.Most)
        {
            fields.Faults.Add(new Fault("bad_field", $"There are {found.Count} labels; a job may have {LabelRules.Most}.") { Field = "/labels" });
        }

        return found.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    private static JobTerms ReadTerms(BodyFields fields)
    {
        var (inputs, targets, check, policies, info) = (ReadInputs(fields), ReadTargets(fields), fields.Flag("check"), ReadPolicies(fields), ReadInfo(fields));
        return inputs is null && targets is null && check is null or false && policies is null && info is null ? JobTerms.Plain : new JobTerms
        {
            Inputs = inputs ?? JobTerms.Plain.Inputs,
            Targets = targets,
            Check = check ?? false,
            Policies = policies ?? JobTerms.Plain.Policies,
            ExtraPngInfo = info,
        };
    }

    /// <summary>Reads values for the inputs of a graph.</summary>
    public static Dictionary<string, JsonElement>? ReadInputs(BodyFields fields) => ReadMap(fields, "inputs", "an object: values by the names of the graph's inputs", (_, value) => value);

    private static JsonElement? ReadInfo(BodyFields fields)
        => fields.Object("extra_pnginfo", "an object");

    private static List<string>? ReadTargetList(BodyFields fields, JsonElement given)
    {
        var targets = new List<string>();
        foreach (var target in given.EnumerateArray())
        {
            if (target.ValueKind != JsonValueKind.String || Shown.Text(target) is not { } id)
            {
                return fields.Wrong<List<string>?>($"/targets/{targets.Count}", target, "the id of a node, a text", null);
            }

            targets.Add(id);
        }

        return targets;
    }

    private static IReadOnlyList<string>? ReadTargets(BodyFields fields)
        => fields.Value("targets") is not { } given ? null
            : given.ValueKind == JsonValueKind.Array && given.GetArrayLength() <= MostTargets ? ReadTargetList(fields, given)
            : fields.Wrong<IReadOnlyList<string>?>("/targets", given, $"a list of at most {MostTargets} ids of nodes", null);

    private static Dictionary<string, StepPolicy>? ReadPolicies(BodyFields fields)
        => ReadMap(fields, "policies", "an object: policies by the ids of nodes, * for all others", (pointer, value) => PolicyForm.Read(fields, pointer, value));

    private static Dictionary<string, T>? ReadMap<T>(BodyFields fields, string name, string wanted, Func<string, JsonElement, T> read)
    {
        if (fields.Object(name, wanted) is not { } given)
        {
            return null;
        }

        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var field in given.EnumerateObject())
        {
            if (fields.Faults.Count >= BodyFields.MostFaults)
            {
                break; // whoever has so much wrong mends that first
            }

            if (field.Name.Length > LongestKey)
            {
                fields.Faults.Add(new Fault("bad_field", $"A name in field '/{name}' has {field.Name.Length} characters; it may have {LongestKey}.") { Field = $"/{name}" });
            }
            else if (!found.TryAdd(field.Name, read($"/{name}/{field.Name}", field.Value)))
            {
                fields.Faults.Add(new Fault("repeated_field", $"Field {Shown.Name($"/{name}/{field.Name}")} stands twice.") { Field = $"/{name}/{field.Name}" });
            }
        }

        return found;
    }
}
