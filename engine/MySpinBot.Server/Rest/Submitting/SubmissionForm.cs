using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Asking;

namespace MySpinBot.Server.Rest.Submitting;

/// <summary>Reads what stands beside a graph.</summary>
internal static class SubmissionForm
{
    /// <summary>The furthest that a priority may be from 0.</summary>
    public const int MostPriority = 1_000_000;

    /// <summary>The longest name of a job.</summary>
    public const int LongestName = 200;

    private const int MostTargets = 100_000;

    public static Submission Read(BodyFields fields)
    {
        var graph = fields.Raw("graph");
        var read = new Submission(graph ?? default, ReadTerms(fields))
        {
            Name = fields.Text("name", LongestName),
            Priority = fields.Number("priority", -MostPriority, MostPriority) ?? 0,
            IsFront = fields.Flag("front") ?? false,
        };
        if (graph is null)
        {
            fields.Faults.Insert(0, new Fault("missing_field", "Field 'graph' is missing; it is the graph to run.") { Field = "/graph" });
        }

        fields.Check();
        return read;
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

    private static Dictionary<string, JsonElement>? ReadInputs(BodyFields fields) => ReadMap(fields, "inputs", "an object: values by the names of the graph's inputs", (_, value) => value);

    private static JsonElement? ReadInfo(BodyFields fields)
        => fields.Value("extra_pnginfo") is not { } info ? null : info.ValueKind == JsonValueKind.Object ? info : fields.Wrong<JsonElement?>("/extra_pnginfo", info, "an object", null);

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
        if (fields.Value(name) is not { } given)
        {
            return null;
        }

        if (given.ValueKind != JsonValueKind.Object)
        {
            return fields.Wrong<Dictionary<string, T>?>($"/{name}", given, wanted, null);
        }

        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var field in given.EnumerateObject())
        {
            if (NameOf(field) is not { } key)
            {
                fields.Faults.Add(new Fault("bad_field", $"A name in field '/{name}' has half a character (an escaped surrogate without its other half).") { Field = $"/{name}" });
            }
            else if (!found.TryAdd(key, read($"/{name}/{key}", field.Value)))
            {
                fields.Faults.Add(new Fault("repeated_field", $"Field {Shown.Name($"/{name}/{key}")} stands twice.") { Field = $"/{name}/{key}" });
            }
        }

        return found;
    }

    private static string? NameOf(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
