using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Lays conditions on latents of one size: shares become cells, masks are scaled, times become sigmas, and each area of one side gets its counterpart on the others (ComfyUI's process_conds).</summary>
internal static class Placement
{
    /// <summary>The smallest side of an area that was made of a mask.</summary>
    private const int LeastBounds = 8;

    /// <summary>Places the sides of a guidance.</summary>
    /// <param name="sides">Positive, negative, …, in the order in which they look for counterparts.</param>
    /// <param name="shape">The latents.</param>
    /// <param name="sampling">What time means.</param>
    /// <returns>The conditions of each side. Those whose area lies beside the latents are left out.</returns>
    public static PlacedCondition[][] Of(IReadOnlyList<Conditioning> sides, LatentShape shape, ModelSampling sampling)
    {
        var drafts = sides.Select(side => side.Conditions.Select(condition => Draft.Of(condition, shape)).ToList()).ToList();
        for (var side = 0; side < drafts.Count; side++)
        {
            // By index: only the others grow, but what they got from earlier sides is looked at as well.
            for (var i = 0; i < drafts[side].Count; i++)
            {
                for (var other = 0; other < drafts.Count; other++)
                {
                    if (other != side && drafts[side][i].CounterpartAmong(drafts[other]) is { } counterpart)
                    {
                        drafts[other].Add(counterpart);
                    }
                }
            }
        }

        return [.. drafts.Select(side => side.Select(draft => draft.Place(shape, sampling)).OfType<PlacedCondition>().ToArray())];
    }

    /// <summary>A condition whose area is known, and whose mask has the latents' size.</summary>
    private sealed record Draft(Condition Condition, Window? Area, Mask? Mask)
    {
        public static Draft Of(Condition condition, LatentShape shape)
        {
            var area = condition.Area is { } wanted ? Window.Of(wanted, shape) : (Window?)null;
            if (condition.Mask is not { } masked)
            {
                return new Draft(condition, area, null);
            }

            var mask = masked.Mask.Height == shape.Height && masked.Mask.Width == shape.Width ? masked.Mask
                : ImageScaling.Resize(masked.Mask, shape.Width, shape.Height, ScalingKernel.Bilinear);
            return new Draft(condition, masked.IsBounded ? Bounds(mask) : area, mask);
        }

        /// <summary>What the other side says where this one counts: its smallest condition that encloses the area. Null where it needs none, or has none.</summary>
        public Draft? CounterpartAmong(List<Draft> others)
        {
            if (Area is not { } area)
            {
                return null;
            }

            Draft? smallest = null;
            foreach (var other in others)
            {
                if (other.Area is not { } theirs)
                {
                    smallest ??= other;
                }
                else if (theirs.Encloses(area) && (smallest?.Area is not { } best || best.IsLargerThan(theirs)))
                {
                    smallest = other;
                }
            }

            if (smallest is null || smallest.Area == area)
            {
                return null;
            }

            var told = smallest.Condition;
            return this with
            {
                Condition = Condition with { Text = told.Text, Pooled = told.Pooled, Concat = told.Concat, ConcatMask = told.ConcatMask, Video = told.Video, Sizes = told.Sizes },
            };
        }

        public PlacedCondition? Place(LatentShape shape, ModelSampling sampling)
        {
            if ((Area ?? Window.Whole(shape)).Clip(shape) is not { } window)
            {
                return null;
            }

            var strength = (float)Condition.Strength;
            var weights = Mask is { } mask ? CellWeights.Masked(mask, window, (float)(Condition.Mask?.Strength ?? 1), strength, shape) : CellWeights.Area(window, strength, shape);
            return new PlacedCondition(Condition, Area, window, weights, sampling.AtShare(Condition.Start), sampling.AtShare(Condition.End));
        }

        /// <summary>The rectangle that masks fill together. One that is empty counts nowhere, so the smallest does.</summary>
        private static Window Bounds(Mask mask)
        {
            var (left, top, right, bottom) = (int.MaxValue, int.MaxValue, -1, -1);
            for (var i = 0; i < mask.Values.Length; i++)
            {
                if (mask.Values[i] != 0)
                {
                    var (x, y) = (i % mask.Width, i / mask.Width % mask.Height);
                    (left, right) = (Math.Min(left, x), Math.Max(right, x));
                    (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
                }
            }

            return right < 0 ? new Window(0, 0, LeastBounds, LeastBounds)
                : new Window(top, left, Math.Max(LeastBounds, bottom - top + 1), Math.Max(LeastBounds, right - left + 1));
        }
    }
}
