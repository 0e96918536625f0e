using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Submitting;

namespace MySpinBot.Server.Rest.Batches;

/// <summary>Reads jobs that are handed in at once: a list of submissions (<c>jobs</c>), or one graph with its runs and seeds.</summary>
internal sealed class BatchForm
{
    /// <summary>The most jobs of a batch.</summary>
    public const int MostJobs = 1_000;

    private readonly BodyFields _fields;
    private readonly List<BatchEntry> _entries = [];
    private Submission? _common;

    private BatchForm(BodyFields fields) => _fields = fields;

    /// <summary>What people call the batch.</summary>
    public string? Name { get; private set; }

    /// <summary>Its jobs, in order.</summary>
    public IReadOnlyList<BatchEntry> Entries => _entries;

    /// <summary>Reads a body.</summary>
    /// <exception cref="ServerRefusal">It is wrong: all that is, is said.</exception>
    public static BatchForm Read(ReadOnlyMemory<byte> body)
    {
        var form = new BatchForm(BodyFields.Read(body));
        form.Read();
        form._fields.Check();
        return form;
    }

    private void Read()
    {
        var (jobs, graph) = (_fields.Raw("jobs"), _fields.Raw("graph"));
        if (jobs is null == graph is null)
        {
            _fields.Raw("runs");
            _fields.Raw("seeds");
            _common = SubmissionForm.TakeRest(_fields, default); // so that nothing that is known is called unknown
            _fields.Faults.Insert(0, new Fault("bad_fields", "Give either 'jobs', a list of submissions, or 'graph', one graph, with 'runs' or 'seeds'."));
            return;
        }

        if (jobs is { } list)
        {
            Name = _fields.Text("name", SubmissionForm.LongestName);
            ReadList(list, "jobs", ReadJob);
            return;
        }

        // The name is the batch's; its jobs have those of their runs.
        _common = SubmissionForm.TakeRest(_fields, graph!.Value);
        Name = _common.Name;
        ReadRuns();
    }

    private void ReadRuns()
    {
        var (runs, seeds) = (_fields.Raw("runs"), ReadSeeds());
        if (runs is null && seeds is null)
        {
            _fields.Faults.Add(new Fault("missing_field", "Fields 'runs' and 'seeds' are missing; one of them says how often the graph is run, and with what."));
            return;
        }

        if (runs is { } list)
        {
            ReadList(list, "runs", ReadRun);
        }
        else
        {
            _entries.Add(new BatchEntry(_common! with { Name = null }, null, ""));
        }

        if (seeds is null)
        {
            return;
        }

        if ((long)_entries.Count * seeds.Count > MostJobs)
        {
            _fields.Faults.Add(new Fault("bad_field", $"{_entries.Count} runs with {seeds.Count} seeds each are {(long)_entries.Count * seeds.Count} jobs; a batch may have {MostJobs}.") { Field = "/seeds" });
            return;
        }

        var runsAlone = _entries.ToList();
        _entries.Clear();
        foreach (var run in runsAlone)
        {
            foreach (var seed in seeds)
            {
                _entries.Add(run with { Seed = seed });
            }
        }
    }

    private List<long>? ReadSeeds()
    {
        if (_fields.Value("seeds") is not { } given)
        {
            return null;
        }

        if (given.ValueKind != JsonValueKind.Array || given.GetArrayLength() is 0 or > MostJobs)
        {
            return _fields.Wrong<List<long>?>("/seeds", given, $"a list of 1 to {MostJobs} seeds", null);
        }

        var seeds = new List<long>();
        foreach (var each in given.EnumerateArray())
        {
            if (ReadSeed(_fields, $"/seeds/{seeds.Count}", each) is not { } seed)
            {
                return null;
            }

            seeds.Add(seed);
        }

        return seeds;
    }

    private void ReadList(ReadOnlyMemory<byte> list, string name, Action<BodyFields, int> read)
    {
        var reader = new Utf8JsonReader(list.Span, BodyFields.Deep);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            _fields.Faults.Add(new Fault("bad_field", $"Field '/{name}' is no list; it must be a list of 1 to {MostJobs} objects.") { Field = $"/{name}" });
            return;
        }

        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray && _fields.Faults.Count < BodyFields.MostFaults && count <= MostJobs)
        {
            var (start, isObject) = ((int)reader.TokenStartIndex, reader.TokenType == JsonTokenType.StartObject);
            reader.Skip();
            if (isObject && count < MostJobs)
            {
                ReadOne(BodyFields.Read(list[start..(int)reader.BytesConsumed]), name, count, read);
            }
            else if (!isObject)
            {
                _fields.Faults.Add(new Fault("bad_field", $"Field '/{name}/{count}' is no object.") { Field = $"/{name}/{count}", Index = count });
            }

            count++;
        }

        if (count is 0 or > MostJobs)
        {
            _fields.Faults.Add(new Fault("bad_field", $"Field '/{name}' has {(count == 0 ? "nothing in it" : $"more than {MostJobs} objects")}; it must be a list of 1 to {MostJobs}.") { Field = $"/{name}" });
        }
    }

    private void ReadOne(BodyFields fields, string name, int index, Action<BodyFields, int> read)
    {
        read(fields, index);
        foreach (var fault in fields.AllFaults())
        {
            _fields.Faults.Add(fault with { Field = $"/{name}/{index}{fault.Field}", Index = index });
        }
    }

    private void ReadJob(BodyFields fields, int index)
    {
        var seed = fields.Value("seed") is { } given ? ReadSeed(fields, "/seed", given) : null;
        _entries.Add(new BatchEntry(SubmissionForm.Take(fields), seed, $"/jobs/{index}"));
    }

    // What a run says takes the place of what is said for all; inputs and labels are added to those of all.
    private void ReadRun(BodyFields fields, int index)
    {
        var seed = fields.Value("seed") is { } given ? ReadSeed(fields, "/seed", given) : null;
        var own = SubmissionForm.ReadInputs(fields);
        var labels = SubmissionForm.ReadLabels(fields);
        var common = _common!;
        var inputs = own is null ? common.Terms.Inputs : common.Terms.Inputs.Where(input => !own.ContainsKey(input.Key)).Concat(own).ToDictionary(StringComparer.Ordinal);
        var run = common with
        {
            Terms = own is null ? common.Terms : common.Terms with { Inputs = inputs },
            Name = fields.Text("name", SubmissionForm.LongestName),
            Labels = common.Labels.SetItems(labels),
        };
        if (run.Labels.Count > LabelRules.Most)
        {
            fields.Faults.Add(new Fault("bad_field", $"There are {run.Labels.Count} labels together with those of all runs; a job may have {LabelRules.Most}.") { Field = "/labels" });
        }

        _entries.Add(new BatchEntry(run, seed, $"/runs/{index}"));
    }

    private static long? ReadSeed(BodyFields fields, string pointer, JsonElement given)
        => given.ValueKind == JsonValueKind.Number && given.TryGetInt64(out var seed) && seed >= 0 ? seed : fields.Wrong<long?>(pointer, given, $"a whole number from 0 to {long.MaxValue}", null);
}

/// <summary>A job of a batch.</summary>
/// <param name="Submission">What is handed in.</param>
/// <param name="Seed">The seed that all its seed inputs get; null to leave them as they are.</param>
/// <param name="Pointer">Where it stands in the body.</param>
internal sealed record BatchEntry(Submission Submission, long? Seed, string Pointer);
