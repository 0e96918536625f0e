using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Conditions put together.</summary>
public static class ConditioningNodes
{
    /// <summary>Puts conditions beside each other: each is predicted for itself, and what the network sees is mixed.</summary>
    /// <param name="conditioning1">Conditions.</param>
    /// <param name="conditioning2">More conditions.</param>
    /// <returns>All of them.</returns>
    [Node("ConditioningCombine", Title = "Conditioning (Combine)", Category = "model/conditioning/transform", Search = "combine,merge conditioning,combine prompts,merge prompts,mix prompts,add prompt")]
    public static Conditioning Combine([Input(Name = "conditioning_1")] Conditioning conditioning1, [Input(Name = "conditioning_2")] Conditioning conditioning2)
        => new([.. conditioning1.Conditions, .. conditioning2.Conditions]);

    /// <summary>Mixes the vectors of two prompts.</summary>
    /// <remarks>Where one prompt is longer, its end is mixed with nothing, or cut off, so that as many vectors remain as the first has. Of several conditions to mix with, the first is used.</remarks>
    /// <param name="conditioningTo">The conditions that are changed.</param>
    /// <param name="conditioningFrom">What they are mixed with.</param>
    /// <param name="context">The log.</param>
    /// <param name="conditioningToStrength">How much of the first: 1 is only them, 0 only the others.</param>
    /// <returns>The mixed conditions.</returns>
    [Node("ConditioningAverage", Title = "Conditioning (Average)", Category = "model/conditioning/transform", Search = "blend prompts,interpolate conditioning,mix prompts,style fusion,weighted blend")]
    public static Conditioning Average(Conditioning conditioningTo, Conditioning conditioningFrom, NodeContext context, [Range(0.0, 1.0), Input(Step = 0.01)] double conditioningToStrength = 1)
    {
        var from = First(conditioningFrom, context);
        return conditioningTo.Each(to => to with
        {
            Text = EmbeddingMath.Mixed(to.Text, from.Text, conditioningToStrength),
            Pooled = from.Pooled is null ? to.Pooled : to.Pooled is null ? from.Pooled : EmbeddingMath.Mixed(to.Pooled, from.Pooled, conditioningToStrength),
        });
    }

    /// <summary>Puts one prompt behind another, as if they were one long prompt in several parts.</summary>
    /// <remarks>Of several conditions to put behind, the first is used.</remarks>
    /// <param name="conditioningTo">The conditions that are lengthened.</param>
    /// <param name="conditioningFrom">What is put behind each.</param>
    /// <param name="context">The log.</param>
    /// <returns>The longer conditions.</returns>
    [Node("ConditioningConcat", Title = "Conditioning (Concat)", Category = "model/conditioning/transform", Search = "append prompt,long prompt")]
    public static Conditioning Concat(Conditioning conditioningTo, Conditioning conditioningFrom, NodeContext context)
    {
        var from = First(conditioningFrom, context);
        return conditioningTo.Each(to => to with { Text = EmbeddingMath.Behind(to.Text, from.Text) });
    }

    /// <summary>Takes everything out of conditions: what remains guides nowhere.</summary>
    /// <param name="conditioning">The conditions.</param>
    /// <returns>The same with zeros for vectors.</returns>
    [Node("ConditioningZeroOut", Title = "Conditioning Zero Out", Category = "model/conditioning/transform", Search = "null conditioning,clear conditioning")]
    public static Conditioning ZeroOut(Conditioning conditioning)
        => conditioning.Each(condition => condition with { Text = EmbeddingMath.Zeros(condition.Text), Pooled = condition.Pooled is { } pooled ? EmbeddingMath.Zeros(pooled) : null });

    /// <summary>Adds conditions that count only where no other does.</summary>
    /// <param name="cond">The conditions that have parts of the picture of their own.</param>
    /// <param name="condDefault">What counts everywhere else.</param>
    /// <returns>All of them.</returns>
    [Node("ConditioningSetDefaultCombine", Title = "Cond Set Default Combine", Category = "model/conditioning/transform", Search = "default,background prompt")]
    public static Conditioning SetDefault(Conditioning cond, [Input(Name = "cond_DEFAULT")] Conditioning condDefault)
        => new([.. cond.Conditions, .. condDefault.Conditions.Select(condition => condition with { IsDefault = true })]);

    private static Condition First(Conditioning from, NodeContext context)
    {
        if (from.Conditions.Length == 0)
        {
            throw new NodeFailure("There is no condition in it; what CLIPTextEncode makes would be right.") { Input = "conditioning_from" };
        }

        if (from.Conditions.Length > 1)
        {
            context.Log.Warn($"Of the {from.Conditions.Length} conditions in conditioning_from the first is used.");
        }

        return from.Conditions[0];
    }
}
