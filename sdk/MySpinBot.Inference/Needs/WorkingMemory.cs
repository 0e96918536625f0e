namespace MySpinBot.Inference;

/// <summary>What a run takes beside the weights, at its peak: what lives at the same time over the operators in their order, as ONNX Runtime plans it
/// (onnxruntime/core/framework/allocation_planner.cc): results go into the place of an input that nobody needs any more where the operator can, else into a dead tensor's of the same size, which is
/// held until then, where the sizes are known before a run; views take no room; work areas of kernels come on top. What lives there lies in an arena, which grows where no free piece is large enough.</summary>
internal static class WorkingMemory
{
    /// <summary>The most bytes at any time of a run, inputs and outputs included.</summary>
    /// <param name="graph">The graph as it is given to ONNX Runtime.</param>
    /// <param name="sizes">The sizes that the run brings.</param>
    /// <param name="provider">What computes.</param>
    /// <param name="threads">How many threads share an operator.</param>
    public static long Peak(OnnxGraph graph, IReadOnlyDictionary<string, long> sizes, ComputeProvider provider, int threads)
    {
        var steps = new RunSteps(graph, RunSizes.Of(graph, sizes, provider), provider, threads).All;
        return Peak(steps, Places(steps, name => IsPlanned(graph, name)));
    }

    /// <summary>What lives while each operator runs, with its work area, in the order in which they run: for tables of where memory goes.</summary>
    /// <param name="graph">The graph as it is given to ONNX Runtime.</param>
    /// <param name="sizes">The sizes that the run brings.</param>
    /// <param name="provider">What computes.</param>
    /// <param name="threads">How many threads share an operator.</param>
    public static IReadOnlyList<(string Operator, long Bytes)> Living(OnnxGraph graph, IReadOnlyDictionary<string, long> sizes, ComputeProvider provider, int threads)
    {
        var steps = new RunSteps(graph, RunSizes.Of(graph, sizes, provider), provider, threads).All;
        var change = new long[steps.Count + 2];
        foreach (var place in Places(steps, name => IsPlanned(graph, name)).Values.Distinct())
        {
            change[place.First] += place.Bytes;
            change[place.IsOutput ? steps.Count + 1 : place.Last + 1] -= place.Bytes;
        }

        var (living, live) = (new List<(string, long)>(steps.Count), 0L);
        for (var i = 0; i < steps.Count; i++)
        {
            live += change[i];
            living.Add((steps[i].Gives.IsEmpty ? "" : steps[i].Gives[0].Name, live + steps[i].Work));
        }

        return living;
    }

    // ONNX Runtime plans before it knows the sizes of a run: it only sees that two tensors are of one size where each side is a number or one name. Sides that are reckoned (h*w, (h+1)/2) it does not know, and what has them
    // is given back at once: so it was measured on a UNet of full size, of which 351 MiB were told otherwise and 145 taken.
    private static bool IsPlanned(OnnxGraph graph, string name)
        => !graph.Values.TryGetValue(name.Split('@')[0], out var value) || value.Shape.All(side => side.IsKnown || side.Name is not null);

    // Which place each tensor is in.
    private static Dictionary<string, Place> Places(List<RunStep> steps, Func<string, bool> isPlanned)
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < steps.Count; i++)
        {
            foreach (var taken in steps[i].Takes)
            {
                last[taken] = i;
            }
        }

        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        var dead = new List<Place>();
        for (var i = 0; i < steps.Count; i++)
        {
            foreach (var (name, bytes) in steps[i].Gives)
            {
                var place = steps[i].IsOutside ? new Place(bytes, i) : Found(steps[i], name, bytes, i);
                places[name] = place;
                place.Last = steps[i].IsOutside ? steps.Count : Math.Max(place.Last, last.GetValueOrDefault(name, i));
            }

            foreach (var taken in steps[i].Takes)
            {
                if (places.TryGetValue(taken, out var place) && place.Last == i && !place.IsOutput && isPlanned(taken) && !dead.Contains(place))
                {
                    dead.Add(place);
                }
            }
        }

        return places;

        Place Found(RunStep step, string name, long bytes, int now)
        {
            if (step.InPlace is { } into && places.TryGetValue(into, out var own) && (step.IsView || (last.GetValueOrDefault(into) == now && own.Last == now && own.Bytes >= bytes && !own.IsOutput)))
            {
                return own;
            }

            var free = step.IsOutput(name) || !isPlanned(name) ? -1 : dead.FindLastIndex(place => place.Bytes == bytes && place.Last < now);
            if (free < 0)
            {
                return new Place(bytes, now) { IsOutput = step.IsOutput(name) };
            }

            var taken = dead[free];
            dead.RemoveAt(free);
            return taken;
        }
    }

    private static long Peak(List<RunStep> steps, Dictionary<string, Place> places)
    {
        var (come, go) = (new List<Place>?[steps.Count], new List<Place>?[steps.Count]);
        var (outside, largest) = (0L, 0L);
        foreach (var place in places.Values.Distinct())
        {
            largest = Math.Max(largest, place.Bytes);
            if (steps[place.First].IsOutside)
            {
                outside = checked(outside + place.Bytes);
                continue;
            }

            (come[place.First] ??= []).Add(place);
            if (!place.IsOutput)
            {
                (go[place.Last] ??= []).Add(place);
            }
        }

        var arena = new ArenaRoom();
        var pieces = new Dictionary<Place, ArenaRoom.Piece>();
        for (var i = 0; i < steps.Count; i++)
        {
            foreach (var place in come[i] ?? [])
            {
                pieces.Add(place, arena.Take(place.Bytes));
            }

            if (steps[i].Work > 0)
            {
                arena.Give(arena.Take(steps[i].Work));
            }

            foreach (var place in go[i] ?? [])
            {
                arena.Give(pieces[place]);
            }
        }

        // Measured on chains of convolutions of one size, which show it clearest: one tensor more than live at once is held.
        return checked(outside + arena.Bytes + largest);
    }

    private sealed class Place(long bytes, int first)
    {
        public long Bytes { get; } = bytes;

        public int First { get; } = first;

        public int Last { get; set; }

        public bool IsOutput { get; init; }
    }
}
