using System.Security.Cryptography;
using MySpinBot.Core.Planning;
using MySpinBot.Core.Validation;

namespace MySpinBot.Benchmarks;

/// <summary>The engine's rows of DESIGN, section 11. Rounds of figure and reference alternate, so that a machine whose speed drifts shifts both.</summary>
internal static class Catalogue
{
    private const int Rounds = 21;

    /// <summary>Rounds until the runtime has compiled what is hot for good. The first rounds of a process take several times as long, and have a row of their own.</summary>
    private const int WarmUp = 100;

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("plan", Plan), new("chain", Chain), new("wide", Wide), new("long", Long), new("lanes", LanesBeside), new("memory", Memory), new("worker", Worker), .. Serving.ServingRows.All, .. Inference.SessionRows.All, .. Diffusion.NetworkRows.All, .. Films.FilmRows.All, .. Language.LanguageRows.All, .. Language.ChoiceRows.All,
    ];

    private static async Task<IReadOnlyList<Row>> Plan()
    {
        await using var bench = await Bench.Open();
        var graph = await Graphs.Valid(bench.Engine, Graphs.Chain(10_000));
        var bytes = RandomNumberGenerator.GetBytes(120);
        var hash = new byte[32];
        var (figures, references) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds + 3; round++)
        {
            figures.Add(Bench.Milliseconds(() => Planner.Plan(graph, PlanFacts.None)) * 1000 / graph.Nodes.Length);
            references.Add(Bench.Milliseconds(() =>
            {
                for (var i = 0; i < 10_000; i++)
                {
                    SHA256.HashData(bytes, hash);
                }
            }) / 10);
        }

        return [new Row("plan + keys, a node", "µs", figures[3..], "≤ 3", "SHA-256 of 120 bytes", references[3..])];
    }

    private static async Task<IReadOnlyList<Row>> Chain()
    {
        await using var bench = await Bench.Open();
        var (cached, fresh, cpu, bare) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds + WarmUp; round++)
        {
            var graph = await Graphs.Valid(bench.Engine, Graphs.Chain(1000, start: round));
            var before = Bench.CpuMilliseconds;
            fresh.Add((await bench.Run(graph)).Milliseconds);
            cpu.Add(Bench.CpuMilliseconds - before);
            cached.Add((await bench.Run(graph)).Milliseconds);
            bare.Add(Bench.Milliseconds(() => Hashes(4000)));
        }

        return
        [
            new Row("1,000-node chain, all cached", "ms", cached[WarmUp..], "< 5"),
            new Row("1,000-node chain, nothing cached, disk tier on", "ms", fresh[WarmUp..], "< 20", "its 4,000 hashes alone", bare[WarmUp..]),
            new Row("the same, processor time", "ms", cpu[WarmUp..], ""),
            new Row("the same, processor time of the first run of a process", "ms", cpu[..1], ""),
        ];
    }

    private static async Task<IReadOnlyList<Row>> Wide()
    {
        await using var bench = await Bench.Open();
        var (figures, cpu, bare) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds + WarmUp; round++)
        {
            var graph = await Graphs.Valid(bench.Engine, Graphs.Wide(1000, round * 10_000));
            var before = Bench.CpuMilliseconds;
            figures.Add((await bench.Run(graph)).Milliseconds);
            cpu.Add(Bench.CpuMilliseconds - before);
            bare.Add(Bench.Milliseconds(() => Hashes(4444)));
        }

        return
        [
            new Row("1,000 independent nodes into joins of ten", "ms", figures[WarmUp..], "< 30", "its 4,444 hashes alone", bare[WarmUp..]),
            new Row("the same, processor time", "ms", cpu[WarmUp..], ""),
        ];
    }

    private static async Task<IReadOnlyList<Row>> Long()
    {
        await using var bench = await Bench.Open();
        var document = Graphs.Chain(100_000);
        ValidGraph? graph = null;
        var validate = Bench.Milliseconds(() => graph = Graphs.Valid(bench.Engine, document).GetAwaiter().GetResult());
        var plan = Bench.Milliseconds(() => Planner.Plan(graph!, PlanFacts.None));
        var (run, summary) = await bench.Run(graph!);
        return
        [
            new Row("100,000-node chain: read and validate", "ms", [validate], ""),
            new Row("100,000-node chain: plan", "ms", [plan], "≤ 300"),
            new Row($"100,000-node chain: run ({summary.Ran} ran)", "ms", [run], "no recursion"),
        ];
    }

    private static async Task<IReadOnlyList<Row>> LanesBeside()
    {
        await using var bench = await Bench.Open();
        var sleeps = await Graphs.Valid(bench.Engine, Graphs.Beside("BenchSleep", "milliseconds", 8, 500));
        var busy = await Graphs.Valid(bench.Engine, Graphs.Beside("BenchBusy", "rounds", 8, 300));
        var one = await Graphs.Valid(bench.Engine, Graphs.Beside("BenchBusy", "rounds", 1, 300));
        var (asleep, eight, alone) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < 4; round++)
        {
            asleep.Add((await bench.Run(sleeps)).Milliseconds);
            eight.Add((await bench.Run(busy)).Milliseconds);
            alone.Add((await bench.Run(one)).Milliseconds * 8 / Environment.ProcessorCount);
        }

        return
        [
            new Row("eight half-second sleeps", "ms", asleep[1..], "some 500"),
            new Row("eight cpu-bound nodes", "ms", eight[1..], "", $"8 × one alone / {Environment.ProcessorCount} cores", alone[1..]),
        ];
    }

    private static async Task<IReadOnlyList<Row>> Memory()
    {
        await using var bench = await Bench.Open();
        var kept = new List<double>();
        for (var round = 0; round < 1000; round++)
        {
            await bench.Run(await Graphs.Valid(bench.Engine, Graphs.Chain(1000, start: round % 7)));
            if (round % 200 == 199)
            {
                GC.Collect();
                kept.Add(GC.GetTotalMemory(forceFullCollection: true) / 1048576.0);
            }
        }

        return [new Row("live memory after 200, 400 … 1,000 runs of 1,000 nodes", "MiB", kept, "flat", "after the first 200", [.. kept.Select(_ => kept[0])])];
    }

    private static Task<IReadOnlyList<Row>> Worker()
    {
        const int jobs = 2_000;
        using var worker = ThroughWorker.Open();
        var (fresh, known, cpu) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < 10; round++)
        {
            var before = worker.CpuMilliseconds;
            fresh.Add(jobs * 1000 / worker.Run(jobs, i => Graphs.Chain(2, start: (round * jobs) + i)));
            cpu.Add((worker.CpuMilliseconds - before) * 1000 / jobs);
            known.Add(jobs * 1000 / worker.Run(jobs, _ => Graphs.Chain(2, start: 0)));
        }

        return Task.FromResult<IReadOnlyList<Row>>(
        [
            new Row("jobs of three nodes through the worker's pipe, nothing known", "/s", fresh[2..], "≥ 1,500"),
            new Row("the same, processor time of the worker, a job", "µs", cpu[2..], "≤ 667"),
            new Row("jobs of three nodes through the worker's pipe, all known", "/s", known[2..], ""),
        ]);
    }

    private static void Hashes(int count)
    {
        Span<byte> hash = stackalloc byte[32];
        Span<byte> bytes = stackalloc byte[120];
        for (var i = 0; i < count; i++)
        {
            SHA256.HashData(bytes, hash);
        }
    }
}
